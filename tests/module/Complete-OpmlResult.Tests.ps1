BeforeAll { . (Join-Path $PSScriptRoot 'Common.ps1') }

Describe 'Complete-OpmlResult' {
    BeforeAll {
        $scene = New-Scene
        $registered = $scene.Deployment | Register-OpmlModel $scene.Program $scene.Model -ChallengeWindow 100
        function New-Result { $registered | Request-OpmlInference -InputObject 1, 2, 3 | Submit-OpmlResult $scene.Program $scene.Model -Account $scene.Devnet.Accounts[1] -Confirm:$false }
    }

    AfterAll { $scene.Devnet | Stop-OpmlDevnet }

    It 'makes a result final after its window, and not before' {
        $result = New-Result
        $failure = Get-Failure { $result | Complete-OpmlResult }
        $failure.FullyQualifiedErrorId | Should -BeLike '*,Opml.PowerShell.Commands.CompleteOpmlResultCommand'
        $failure.CategoryInfo.Category | Should -Be 'InvalidOperation'
        $failure.TargetObject | Should -Be $result.RequestId
        Step-Clock $scene.Devnet 101
        $final = $result | Complete-OpmlResult
        $final.GetType().FullName | Should -BeIn (Get-OutputTypeName Complete-OpmlResult)
        $final.Proposer | Should -Be $scene.Devnet.Accounts[1].Address
        ($final | Get-OpmlRequest).IsFinalized | Should -BeTrue
    }

    It 'has nothing to do twice' {
        $result = New-Result
        Step-Clock $scene.Devnet 101
        $null = $result | Complete-OpmlResult
        (Get-Failure { $result | Complete-OpmlResult }).CategoryInfo.Category | Should -Be 'InvalidOperation'
    }

    It 'does not end what is disputed' {
        $result = New-Result
        $null = $result | Open-OpmlChallenge -Confirm:$false
        Step-Clock $scene.Devnet 101
        (Get-Failure { $result | Complete-OpmlResult }).CategoryInfo.Category | Should -Be 'InvalidOperation'
    }

    It 'sends nothing with -WhatIf' {
        $result = New-Result
        Step-Clock $scene.Devnet 101
        $block = Get-BlockNumber $scene.Devnet.RpcUrl
        $result | Complete-OpmlResult -WhatIf | Should -BeNullOrEmpty
        Get-BlockNumber $scene.Devnet.RpcUrl | Should -Be $block
    }
}
