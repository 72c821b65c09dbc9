BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')

    # A folder with one model, and its registration on a local chain.
    function New-NodeScene([string] $Folder) {
        $null = New-Item -ItemType Directory -Path $Folder -Force
        [System.IO.File]::Copy((Join-Path $Guests 'echo.elf'), (Join-Path $Folder 'echo.elf'))
        [System.IO.File]::WriteAllBytes((Join-Path $Folder 'echo.ggml'), [byte[]](0, 1, 2, 3))
        [System.IO.File]::WriteAllText((Join-Path $Folder 'echo.opml.json'), '{ "program": "echo.elf", "model": "echo.ggml" }')
        $devnet = Start-OpmlDevnet
        $deployment = $devnet | Publish-OpmlContract
        $model = $deployment | Register-OpmlModel -Image (Join-Path $Folder 'echo.elf') -Model (Join-Path $Folder 'echo.ggml') -StepLimit 1048576 -FeeCeiling 1000000000
        [pscustomobject]@{ Devnet = $devnet; Deployment = $deployment; Model = $model; Folder = $Folder }
    }
}

Describe 'Start-OpmlNode' {
    It 'answers a request as a job, is shown by Get-OpmlNode, and stops with Stop-Job' {
        $scene = New-NodeScene (Join-Path $TestDrive 'job')
        try {
            $job = $scene.Deployment | Start-OpmlNode $scene.Folder -Role Proposer -Account $scene.Devnet.Accounts[1] -StorePath (Join-Path $TestDrive 'job.db') -PollInterval '00:00:00.05' -MetricsPort 0 -AsJob -Confirm:$false
            $job.GetType().FullName | Should -BeIn (Get-OutputTypeName Start-OpmlNode)
            $request = $scene.Model | Request-OpmlInference -InputObject 1, 2, 3
            Wait-Until { ($scene.Deployment | Get-OpmlRequest -RequestId $request.RequestId).Status -eq 'Posted' } 'a result'
            $status = Get-OpmlNode
            @($status).Count | Should -Be 1
            $status.Account | Should -Be $scene.Devnet.Accounts[1].Address
            $status.GetType().FullName | Should -BeIn (Get-OutputTypeName Get-OpmlNode)
            $told = Get-OpmlNode -Url $status.MetricsUrl
            $told.Id | Should -Be $status.Id
            # The chain shows a result before the node has read that block.
            Wait-Until { Receive-Job $job -Keep | Where-Object { $_.Kind -eq 'Result' -and $_.RequestId -eq $request.RequestId } } 'the node to tell of it'
            Stop-Job $job
            $job.JobStateInfo.State | Should -Be 'Stopped'
            Get-OpmlNode | Should -BeNullOrEmpty
            $events = @(Receive-Job $job)
            $events[0].GetType().FullName | Should -BeIn (Get-OutputTypeName Start-OpmlNode)
            @($events | Where-Object { $_.Kind -eq 'Result' -and $_.RequestId -eq $request.RequestId }).Count | Should -Be 1
        }
        finally {
            Get-OpmlNode | Stop-OpmlNode
            $scene.Devnet | Stop-OpmlDevnet
        }
    }

    It 'runs in the foreground until the pipeline has enough, and stops then' {
        $scene = New-NodeScene (Join-Path $TestDrive 'front')
        try {
            $null = $scene.Model | Request-OpmlInference -InputObject 1, 2, 3
            $posted = $scene.Deployment | Start-OpmlNode $scene.Folder -Account $scene.Devnet.Accounts[1] -StorePath (Join-Path $TestDrive 'front.db') -PollInterval '00:00:00.05' -Confirm:$false |
                Where-Object { $_.Kind -eq 'Result' } | Select-Object -First 1
            $posted.Message | Should -Be 'result 1 of request 1 was posted by this node'
            Get-OpmlNode | Should -BeNullOrEmpty
        }
        finally { $scene.Devnet | Stop-OpmlDevnet }
    }

    It 'keeps nothing of an earlier local chain for the next, whose number, contract and accounts are the same' {
        $state = $env:XDG_STATE_HOME
        $env:XDG_STATE_HOME = Join-Path $TestDrive 'state'
        try {
            $stores = foreach ($name in 'first', 'second') {
                # anvil's first blocks differ by the second in which they were made.
                $second = [datetime]::UtcNow.Second
                Wait-Until { [datetime]::UtcNow.Second -ne $second } 'the next second'
                $scene = New-NodeScene (Join-Path $TestDrive $name)
                try {
                    $null = $scene.Deployment | Start-OpmlNode $scene.Folder -Account $scene.Devnet.Accounts[1] -PollInterval '00:00:00.05' -AsJob -Confirm:$false
                    Wait-Until { (Get-OpmlNode).StorePath } 'its store'
                    (Get-OpmlNode).StorePath
                }
                finally {
                    Get-OpmlNode | Stop-OpmlNode
                    $scene.Devnet | Stop-OpmlDevnet
                }
            }
        }
        finally { $env:XDG_STATE_HOME = $state }
        $stores[0] | Should -Exist
        $stores[1] | Should -Not -Be $stores[0]
    }

    It 'delivers the callbacks of the deployment''s own oracle' {
        $scene = New-NodeScene (Join-Path $TestDrive 'oracle')
        try {
            $deployment = $scene.Deployment | Publish-OpmlOracle
            $null = $deployment | Register-OpmlOracleModel 11 -ModelId $scene.Model.ModelId
            $reader = $deployment | Publish-EthereumContract (Join-Path $Root 'examples' 'oracle' 'DigitReader.json') $deployment.Oracle, 11
            $null = $deployment | Start-OpmlNode $scene.Folder -Account $scene.Devnet.Accounts[1] -StorePath (Join-Path $TestDrive 'oracle.db') -PollInterval '00:00:00.05' -AsJob -Confirm:$false
            $request = $deployment | Request-OpmlInference -InputObject 0, 0, 0, 4 -ModelId 11 -CallbackContract $reader -CallbackGas 200000 -CallbackData (@(0) * 12 + @(9) * 20) -AtOnce
            Wait-Until { ($reader | Invoke-EthereumContract questions $request.RequestId).Values[2] -eq 4 } 'the answer at the contract that asked'
        }
        finally {
            Get-OpmlNode | Stop-OpmlNode
            $scene.Devnet | Stop-OpmlDevnet
        }
    }

    It 'refuses options that cannot be, and starts nothing with -WhatIf' {
        $scene = New-NodeScene (Join-Path $TestDrive 'wrong')
        try {
            $failure = Get-Failure { $scene.Deployment | Start-OpmlNode (Join-Path $TestDrive 'nowhere') -Account $scene.Devnet.Accounts[1] -Confirm:$false }
            $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
            $scene.Deployment | Start-OpmlNode $scene.Folder -Account $scene.Devnet.Accounts[1] -AsJob -WhatIf | Should -BeNullOrEmpty
            $failure = Get-Failure { $scene.Deployment | Start-OpmlNode $scene.Folder -Account $scene.Devnet.Accounts[1] -StorePath (Join-Path $TestDrive 'x.db') -Postgres 'Host=db' -Confirm:$false }
            $failure.Exception.Message | Should -Match 'name one of them'
            (Get-Failure { $scene.Deployment | Start-OpmlNode $scene.Folder -Oracle 'x' -Confirm:$false }).Exception.Message | Should -BeLike '*no address*'
            Get-OpmlNode | Should -BeNullOrEmpty
        }
        finally { $scene.Devnet | Stop-OpmlDevnet }
    }
}

Describe 'Start-OpmlNode -Postgres' {
    It 'takes a connection string with a password as a SecureString alone, and shows it nowhere' {
        $scene = New-NodeScene (Join-Path $TestDrive 'shared')
        try {
            $plain = Get-Failure { $scene.Deployment | Start-OpmlNode $scene.Folder -Account $scene.Devnet.Accounts[1] -Postgres 'Host=127.0.0.1;Port=9;Username=opml;Pwd=s3cret' -Confirm:$false }
            $plain.Exception.Message | Should -Match 'as a SecureString'
            $plain.Exception.Message | Should -Not -Match 's3cret'
            $text = [System.Security.SecureString]::new()
            foreach ($letter in 'Host=127.0.0.1;Port=9;Username=opml;Password=s3cret'.ToCharArray()) { $text.AppendChar($letter) }
            $job = $scene.Deployment | Start-OpmlNode $scene.Folder -Account $scene.Devnet.Accounts[1] -Postgres $text -AsJob -Confirm:$false
            $status = Get-OpmlNode
            $status.State | Should -Be 'Starting'
            Stop-Job $job
            (@($status | Format-List * | Out-String) + @(Receive-Job $job *>&1 | Out-String)) -join '' | Should -Not -Match 's3cret'
        }
        finally {
            Get-OpmlNode | Stop-OpmlNode
            $scene.Devnet | Stop-OpmlDevnet
        }
    }
}

Describe 'Get-OpmlNode' {
    It 'says so when no node answers' {
        $failure = Get-Failure { Get-OpmlNode -Url http://127.0.0.1:9 }
        $failure.CategoryInfo.Category | Should -Be 'ConnectionError'
        $failure.Exception.Message | Should -Match 'No node answers at 127.0.0.1:9'
    }
}
