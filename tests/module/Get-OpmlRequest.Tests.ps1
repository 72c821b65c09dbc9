BeforeAll { . (Join-Path $PSScriptRoot 'Common.ps1') }

Describe 'Get-OpmlRequest' {
    BeforeAll {
        $scene = New-Scene
        $registered = $scene.Deployment | Register-OpmlModel $scene.Program $scene.Model
        $open = $registered | Request-OpmlInference -InputObject 1, 2, 3
        $posted = $registered | Request-OpmlInference -InputObject 4, 5 | Submit-OpmlResult $scene.Program $scene.Model -Account $scene.Devnet.Accounts[1] -Confirm:$false
    }

    AfterAll { $scene.Devnet | Stop-OpmlDevnet }

    It 'reads a request without a result' {
        $request = $open | Get-OpmlRequest
        $request.GetType().FullName | Should -BeIn (Get-OutputTypeName Get-OpmlRequest)
        $request.Status | Should -Be 'Open'
        $request.IsFinalized | Should -BeFalse
        $request.ModelId | Should -Be $registered.ModelId
        $request.Requester | Should -Be $scene.Devnet.Accounts[0].Address
        $request.Proposer, $request.Steps, $request.Output | Should -Be $null, $null, $null
    }

    It 'reads a posted result, and then a final one' {
        $request = $posted | Get-OpmlRequest
        $request.Status | Should -Be 'Posted'
        $request.RunStatus | Should -Be 'Succeeded'
        $request.ExitCode | Should -Be 0
        $request.Proposer | Should -Be $scene.Devnet.Accounts[1].Address
        $request.Steps | Should -Be $posted.Steps
        Step-Clock $scene.Devnet 3601
        $request = $posted | Complete-OpmlResult | Get-OpmlRequest
        $request.Status | Should -Be 'Final'
        $request.IsFinalized | Should -BeTrue
        $request.Output | Should -Be 4, 5
    }

    It 'reads them all, or those named, and feeds the next cmdlet' {
        @(Get-OpmlRequest -Deployment $scene.Deployment).RequestId | Should -Be 1, 2
        @($scene.Deployment | Get-OpmlRequest).RequestId | Should -Be 1, 2
        @(Get-OpmlRequest 2, 1 -Deployment $scene.Deployment).RequestId | Should -Be 2, 1
        @(Get-OpmlRequest 1 -Deployment $scene.Deployment | Get-OpmlRequest).RequestId | Should -Be 1
    }

    It 'tells of a request that there is not, and goes on' {
        $read = @(Get-OpmlRequest 99, 1 -Deployment $scene.Deployment -ErrorAction SilentlyContinue -ErrorVariable failures)
        $read.RequestId | Should -Be 1
        $failures.FullyQualifiedErrorId | Should -Be 'NotOnChain,Opml.PowerShell.Commands.GetOpmlRequestCommand'
        $failures.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $failures.TargetObject | Should -Be 99
    }

    It 'tells of a chain that does not answer' {
        $devnet = Start-OpmlDevnet
        $deployment = $devnet | Publish-OpmlContract
        $devnet | Stop-OpmlDevnet
        $failure = Get-Failure { $deployment | Get-OpmlRequest }
        $failure.CategoryInfo.Category | Should -Be 'ConnectionError'
        $failure.TargetObject | Should -Be $deployment
    }
}
