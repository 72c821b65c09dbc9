BeforeAll { . (Join-Path $PSScriptRoot 'Common.ps1') }

Describe 'Request-OpmlInference' {
    BeforeAll {
        $scene = New-Scene
        $registered = $scene.Deployment | Register-OpmlModel $scene.Program $scene.Model -Fee 1000
        [System.IO.File]::WriteAllText((Join-Path $TestDrive 'input.dat'), 'an input')
    }

    AfterAll { $scene.Devnet | Stop-OpmlDevnet }

    It 'asks, pays the fee, and has the start state that the machine has' {
        $request = $registered | Request-OpmlInference -InputObject 1, 2, 3
        $request.GetType().FullName | Should -BeIn (Get-OutputTypeName Request-OpmlInference)
        $request.RequestId | Should -Be 1
        $request.ModelId | Should -Be $registered.ModelId
        $request.InputLength | Should -Be 3
        $request.Fee | Should -Be 1000
        $request.Requester | Should -Be $scene.Devnet.Accounts[0].Address
        "$($request.StartState)" | Should -Be (Invoke-MipsVm $scene.Program -Model $scene.Model -InputObject 1, 2, 3 -Step 0).StateHash
        $request.Transactions.Count | Should -Be 1
    }

    It 'sends an input over 16 KiB in pieces, to the start state that the machine has' {
        [byte[]] $long = 0..39999 | ForEach-Object { $_ % 251 }
        $request = $registered | Request-OpmlInference -InputObject $long
        $request.InputLength | Should -Be 40000
        $request.Transactions.Count | Should -BeGreaterThan 2
        "$($request.StartState)" | Should -Be (Invoke-MipsVm $scene.Program -Model $scene.Model -InputObject $long -Step 0).StateHash
    }

    It 'reads -InputPath from the session''s location' {
        Push-Location $TestDrive
        try { ($registered | Request-OpmlInference input.dat).InputLength | Should -Be 8 } finally { Pop-Location }
    }

    It 'takes model and input by property name' {
        $row = [pscustomobject]@{ Deployment = $scene.Deployment; ModelId = $registered.ModelId; InputPath = (Join-Path $TestDrive 'input.dat') }
        @($row, $row | Request-OpmlInference).InputLength | Should -Be 8, 8
    }

    It 'has the account pay that is named' {
        ($registered | Request-OpmlInference -InputObject 1, 2 -Account $scene.Devnet.Accounts[7]).Requester | Should -Be $scene.Devnet.Accounts[7].Address
    }

    It 'sends nothing with -WhatIf' {
        $block = Get-BlockNumber $scene.Devnet.RpcUrl
        $registered | Request-OpmlInference -InputObject 1, 2 -WhatIf | Should -BeNullOrEmpty
        Get-BlockNumber $scene.Devnet.RpcUrl | Should -Be $block
    }

    It 'tells of <What>: <Category>' -ForEach @(
        @{ What = 'a model that nobody registered'; Action = { Request-OpmlInference -Deployment $scene.Deployment -ModelId ('0x' + '11' * 32) -InputObject 1, 2 }; Category = 'InvalidOperation' }
        @{ What = 'an empty input'; Action = { $registered | Request-OpmlInference -InputObject ([byte[]]::new(0)) }; Category = 'InvalidArgument' }
        @{ What = 'two inputs'; Action = { $registered | Request-OpmlInference -InputObject (1, 2), (3, 4) }; Category = 'InvalidArgument' }
        @{ What = 'an input that is not there'; Action = { $registered | Request-OpmlInference (Join-Path $TestDrive 'nowhere') }; Category = 'ObjectNotFound' }
        @{ What = 'a folder'; Action = { $registered | Request-OpmlInference $TestDrive }; Category = 'InvalidArgument' }
        @{ What = 'a path of another provider'; Action = { $registered | Request-OpmlInference 'Env:PATH' }; Category = 'InvalidArgument' }) {
        $block = Get-BlockNumber $scene.Devnet.RpcUrl
        $failure = Get-Failure $Action
        $failure.FullyQualifiedErrorId | Should -BeLike '*,Opml.PowerShell.Commands.RequestOpmlInferenceCommand'
        $failure.CategoryInfo.Category | Should -Be $Category
        $failure.TargetObject | Should -Not -BeNullOrEmpty
        Get-BlockNumber $scene.Devnet.RpcUrl | Should -Be $block
    }
}
