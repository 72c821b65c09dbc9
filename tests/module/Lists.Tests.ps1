BeforeAll { . (Join-Path $PSScriptRoot 'Common.ps1') }

Describe 'Models, requests and games on the chain' {
    BeforeAll {
        $scene = New-Scene
        $first = $scene.Deployment | Register-OpmlModel $scene.Program $scene.Model
        $second = $scene.Deployment | Register-OpmlModel $scene.Program $scene.Model -Fee 5
        $open = $second | Request-OpmlInference -InputObject 1, 2 -Account $scene.Devnet.Accounts[4]
        $posted = $first | Request-OpmlInference -InputObject 1, 2 | Submit-OpmlResult $scene.Program $scene.Model -Confirm:$false
        $game = $posted | Open-OpmlChallenge -Account $scene.Devnet.Accounts[2] -Confirm:$false
    }

    AfterAll { $scene.Devnet | Stop-OpmlDevnet }

    It 'lists models, all or one, and feeds Test-OpmlModel' {
        $all = @($scene.Deployment | Get-OpmlRegistration)
        $all[0].GetType().FullName | Should -BeIn (Get-OutputTypeName Get-OpmlRegistration)
        $all.ModelId | Should -Be $first.ModelId, $second.ModelId
        @($all | Test-OpmlModel $scene.Program $scene.Model).IsMatch | Should -Be $true, $true
        @($all[0] | Test-OpmlModel $scene.Program ([byte[]] (0..40))).IsMatch | Should -Be $false
        ($second | Get-OpmlRegistration).Registration.Fee | Should -Be 5
        $failure = Get-Failure { $scene.Deployment | Get-OpmlRegistration ('0x' + '12' * 32) }
        $failure.FullyQualifiedErrorId | Should -Be 'NotOnChain,Opml.PowerShell.Commands.GetOpmlRegistrationCommand'
        $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $failure.Exception.Message | Should -BeLike '*No model*'
    }

    It 'lists requests by <What>' -ForEach @(
        @{ What = 'status'; Filter = { @{ Status = 'Open', 'Final' } }; Ids = 1 }
        @{ What = 'model'; Filter = { @{ ModelId = $first.ModelId } }; Ids = 2 }
        @{ What = 'requester'; Filter = { @{ Requester = $scene.Devnet.Accounts[4] } }; Ids = 1 }
        @{ What = 'all of them'; Filter = { @{ Status = 'Posted'; Requester = "$($scene.Devnet.Accounts[0].Address)"; ModelId = $first.ModelId } }; Ids = 2 }) {
        $filter = & $Filter
        @(Get-OpmlRequest -Deployment $scene.Deployment @filter).RequestId | Should -Be $Ids
    }

    It 'lists games with turn, segment and clocks' {
        $found = $posted | Get-OpmlChallenge
        $found.GetType().FullName | Should -BeIn (Get-OutputTypeName Get-OpmlChallenge)
        $found.Game | Should -Be $game.Game
        $found.Turn, $found.IsOpen, $found.Segment.Size, $found.RoundsLeft | Should -Be 'Proposer', $true, $posted.Steps, $game.MaxRounds
        $found.OtherClockLeft | Should -Be ([timespan]::FromHours(1))
        $found.ClockLeft | Should -BeLessOrEqual ([timespan]::FromHours(1))
        $found.Deadline | Should -BeGreaterThan ([System.DateTimeOffset]::UtcNow.AddMinutes(30))
        @(Get-OpmlChallenge -Deployment $scene.Deployment -Game "$($game.Game)").Count | Should -Be 1
        @(Get-OpmlChallenge -Deployment $scene.Deployment -Challenger $scene.Devnet.Accounts[2] -Open).Count | Should -Be 1
        @(Get-OpmlChallenge -Deployment $scene.Deployment -Challenger $scene.Devnet.Accounts[3]).Count | Should -Be 0
        @($open | Get-OpmlChallenge).Count | Should -Be 0
        $failure = Get-Failure { Get-OpmlChallenge -Deployment $scene.Deployment -Game 9.1.1 }
        $failure.FullyQualifiedErrorId | Should -Be 'NotOnChain,Opml.PowerShell.Commands.GetOpmlChallengeCommand'
        $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $failure.Exception.Message | Should -BeLike '*no game 9.1.1*'
    }

    It 'waits for a live result, and gives up in time' {
        ($posted | Wait-OpmlRequest -Until Result -Timeout 60).RequestId | Should -Be $posted.RequestId
        $failure = Get-Failure { $open | Wait-OpmlRequest -Timeout 1 }
        $failure.FullyQualifiedErrorId | Should -Be 'Timeout,Opml.PowerShell.Commands.WaitOpmlRequestCommand'
        $failure.CategoryInfo.Category | Should -Be 'OperationTimeout'
        $failure.TargetObject | Should -Be $open.RequestId
        (Get-Failure { $posted | Wait-OpmlRequest -Until Delivered }).Exception.Message | Should -BeLike '*not one of the deployment''s oracle*'
    }

    It 'stops waiting with the pipeline' {
        $shell = New-ModuleShell
        try {
            $run = $shell.AddScript('param($Deployment) $Deployment | Wait-OpmlRequest 1').AddArgument($scene.Deployment).BeginInvoke()
            Wait-Until { $shell.Streams.Progress.Count -gt 0 } 'its progress'
            $shell.Stop()
            $run.IsCompleted | Should -BeTrue
        }
        finally { $shell.Runspace.Dispose() }
    }
}
