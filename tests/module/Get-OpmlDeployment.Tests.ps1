BeforeAll { . (Join-Path $PSScriptRoot 'Common.ps1') }

Describe 'Get-OpmlDeployment' {
    BeforeAll { $scene = New-Scene }

    AfterAll { $scene.Devnet | Stop-OpmlDevnet }

    It 'gives what Publish-OpmlContract gave' {
        $found = Get-OpmlDeployment $scene.Deployment.Contract $scene.Devnet.RpcUrl
        $found.GetType().FullName | Should -BeIn (Get-OutputTypeName Get-OpmlDeployment)
        foreach ($name in 'RpcUrl', 'ChainId', 'Contract', 'Machine') { $found.$name | Should -Be $scene.Deployment.$name }
    }

    It 'takes its parameters from properties, and feeds the cmdlets of the chain' {
        $kept = [pscustomobject]@{ Contract = "$($scene.Deployment.Contract)"; RpcUrl = "$($scene.Devnet.RpcUrl)"; Block = $scene.Deployment.Block }
        $registered = $kept | Get-OpmlDeployment | Register-OpmlModel $scene.Program $scene.Model
        $request = $registered | Request-OpmlInference -InputObject 1, 2, 3
        $again = $kept | Get-OpmlDeployment | Get-OpmlRequest $request.RequestId -IncludeInput
        $again.Input | Should -Be 1, 2, 3
        ($request | Get-OpmlRequest).Input | Should -BeNullOrEmpty
    }

    It 'refuses <What>' -ForEach @(
        @{ What = 'an address without a contract'; At = { '0x' + '12' * 20 }; Says = '*no contract*' }
        @{ What = 'another contract'; At = { $scene.Deployment.Machine }; Says = '*not this version''s Opml contract*' }) {
        $failure = Get-Failure { Get-OpmlDeployment (& $At) $scene.Devnet.RpcUrl }
        $failure.Exception.Message | Should -BeLike $Says
        $failure.FullyQualifiedErrorId | Should -BeLike '*,Opml.PowerShell.Commands.GetOpmlDeploymentCommand'
    }

    It 'says which chain does not answer' {
        (Get-Failure { Get-OpmlDeployment $scene.Deployment.Contract 'http://127.0.0.1:9/' }).Exception.Message | Should -BeLike '*127.0.0.1:9*'
    }
}
