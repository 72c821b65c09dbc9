BeforeAll { . (Join-Path $PSScriptRoot 'Common.ps1') }

Describe 'Open-OpmlChallenge' {
    BeforeAll {
        $scene = New-Scene
        $registered = $scene.Deployment | Register-OpmlModel $scene.Program $scene.Model
        function New-Result { $registered | Request-OpmlInference -InputObject 1, 2, 3 | Submit-OpmlResult $scene.Program $scene.Model -Confirm:$false }
    }

    AfterAll { $scene.Devnet | Stop-OpmlDevnet }

    It 'opens a game against a posted result' {
        $result = New-Result
        $opened = $result | Open-OpmlChallenge -Account $scene.Devnet.Accounts[2] -Confirm:$false
        $opened.GetType().FullName | Should -BeIn (Get-OutputTypeName Open-OpmlChallenge)
        "$($opened.Game)" | Should -Be "$($result.RequestId).1.1"
        $opened.Challenger | Should -Be $scene.Devnet.Accounts[2].Address
        $opened.Steps | Should -Be $result.Steps
        $opened.Arity | Should -Be 16
        $opened.MaxRounds | Should -Be 2
        ($opened | Get-OpmlRequest).OpenGames | Should -Be 1
    }

    It 'opens several side by side' {
        $result = New-Result
        foreach ($account in $scene.Devnet.Accounts[2, 3]) { $null = $result | Open-OpmlChallenge -Account $account -Confirm:$false }
        ($result | Get-OpmlRequest).OpenGames | Should -Be 2
    }

    It 'sends nothing with -WhatIf, and asks otherwise' {
        $result = New-Result
        $block = Get-BlockNumber $scene.Devnet.RpcUrl
        $result | Open-OpmlChallenge -WhatIf | Should -BeNullOrEmpty
        $shell = New-ModuleShell
        try {
            $null = $shell.AddCommand('Open-OpmlChallenge').AddParameters(@{ Deployment = $scene.Deployment; RequestId = $result.RequestId })
            try { $null = $shell.Invoke() } catch { $null = $_ }
            $shell.HadErrors | Should -BeTrue -Because 'there is nobody to ask'
        }
        finally { $shell.Runspace.Dispose() }
        Get-BlockNumber $scene.Devnet.RpcUrl | Should -Be $block
    }

    It 'tells of a request without a result' {
        $request = $registered | Request-OpmlInference -InputObject 1, 2
        $failure = Get-Failure { $request | Open-OpmlChallenge -Confirm:$false }
        $failure.FullyQualifiedErrorId | Should -Be 'InvalidOperation,Opml.PowerShell.Commands.OpenOpmlChallengeCommand'
        $failure.TargetObject | Should -Be $request.RequestId
        $failure.Exception.Message | Should -BeLike '*only a posted result*'
    }

    It 'tells of a request that there is not' {
        $failure = Get-Failure { Open-OpmlChallenge 999 -Deployment $scene.Deployment -Confirm:$false }
        $failure.FullyQualifiedErrorId | Should -Be 'NotOnChain,Opml.PowerShell.Commands.OpenOpmlChallengeCommand'
        $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $failure.Exception.Message | Should -BeLike '*no request 999*'
    }
}
