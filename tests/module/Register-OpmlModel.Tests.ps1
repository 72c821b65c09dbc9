BeforeAll { . (Join-Path $PSScriptRoot 'Common.ps1') }

Describe 'Register-OpmlModel' {
    BeforeAll { $scene = New-Scene }

    AfterAll { $scene.Devnet | Stop-OpmlDevnet }

    It 'registers a program and a model on the terms given' {
        $registered = Register-OpmlModel $scene.Program $scene.Model -Deployment $scene.Deployment -StepLimit 5000 -OutputLimit 77 -Fee 123 -Arity 4 -ChallengeWindow 100 -Clock 200 -RequestDeadline 300 -FeeCeiling 5
        $registered.GetType().FullName | Should -BeIn (Get-OutputTypeName Register-OpmlModel)
        $registered.ModelId.ToString() | Should -Match '^0x[0-9a-f]{64}$'
        $registered.AlreadyRegistered | Should -BeFalse
        $terms = $registered.Registration
        $terms.StepLimit, $terms.OutputLimit, $terms.Fee, $terms.Arity, $terms.ChallengeWindow, $terms.Clock, $terms.RequestDeadline, $terms.FeeCeiling | Should -Be 5000, 77, 123, 4, 100, 200, 300, 5
        $registered.Gas | Should -BeGreaterThan 21000
        $registered.Transactions.Count | Should -Be 1
    }

    It 'sends nothing for what is registered already' {
        $first = Register-OpmlModel $scene.Program $scene.Model -Deployment $scene.Deployment -StepLimit 6000
        $block = Get-BlockNumber $scene.Devnet.RpcUrl
        $second = Register-OpmlModel $scene.Program $scene.Model -Deployment $scene.Deployment -StepLimit 6000
        $second.AlreadyRegistered | Should -BeTrue
        $second.ModelId | Should -Be $first.ModelId
        Get-BlockNumber $scene.Devnet.RpcUrl | Should -Be $block
    }

    It 'gives other terms another key' {
        $keys = foreach ($limit in 7000, 7001) { (Register-OpmlModel $scene.Program $scene.Model -Deployment $scene.Deployment -StepLimit $limit).ModelId }
        $keys[0] | Should -Not -Be $keys[1]
    }

    It 'takes the deployment <What>' -ForEach @(
        @{ What = 'from the pipeline'; Object = { $scene.Deployment } }
        @{ What = 'of a later stage''s object'; Object = { Register-OpmlModel $scene.Program $scene.Model -Deployment $scene.Deployment } }
        @{ What = 'by property name'; Object = { [pscustomobject]@{ Deployment = $scene.Deployment } } }) {
        (& $Object | Register-OpmlModel $scene.Program $scene.Model -StepLimit 8000).Deployment.Contract | Should -Be $scene.Deployment.Contract
    }

    It 'takes program and model as converted objects, and by paths from the session''s location' {
        $ggml = ConvertTo-Ggml (Join-Path $StateDicts 'module.pt') -Destination (Join-Path $TestDrive 'm.ggml')
        $image = ConvertTo-MipsImage $scene.Program -Destination (Join-Path $TestDrive 'p.bin')
        $by = Register-OpmlModel $image $ggml -Deployment $scene.Deployment
        Push-Location $TestDrive
        try { (Register-OpmlModel p.bin m.ggml -Deployment $scene.Deployment).ModelId | Should -Be $by.ModelId } finally { Pop-Location }
    }

    It 'has the account pay that is named' {
        $account = $scene.Devnet.Accounts[6]
        $null = Register-OpmlModel $scene.Program $scene.Model -Deployment $scene.Deployment -StepLimit 9000 -Account $account
        Invoke-Rpc $scene.Devnet.RpcUrl eth_getTransactionCount "$($account.Address)", 'latest' | Should -Be '0x1'
    }

    It 'sends nothing with -WhatIf' {
        $block = Get-BlockNumber $scene.Devnet.RpcUrl
        Register-OpmlModel $scene.Program $scene.Model -Deployment $scene.Deployment -StepLimit 10000 -WhatIf | Should -BeNullOrEmpty
        Get-BlockNumber $scene.Devnet.RpcUrl | Should -Be $block
    }

    It 'refuses terms out of their bounds: <Name> <Value>' -ForEach @(
        @{ Name = 'Clock'; Value = 12; Says = '*clock*' }
        @{ Name = 'ProposerBond'; Value = 1; Says = "*proposer's bond*" }
        @{ Name = 'ChallengerBond'; Value = 1; Says = "*challenger's bond*" }
        @{ Name = 'Fee'; Value = -1; Says = '*fee*' }) {
        $terms = @{ $Name = $Value }
        $failure = Get-Failure { Register-OpmlModel $scene.Program $scene.Model -Deployment $scene.Deployment @terms }
        $failure.FullyQualifiedErrorId | Should -Be 'Rule,Opml.PowerShell.Commands.RegisterOpmlModelCommand'
        $failure.CategoryInfo.Category | Should -Be 'InvalidArgument'
        $failure.Exception.Message | Should -BeLike $Says
    }

    It 'refuses at the parameter: <Name> <Value>' -ForEach @(
        @{ Name = 'StepLimit'; Value = 0 }
        @{ Name = 'OutputLimit'; Value = 24576 }
        @{ Name = 'Arity'; Value = 1 }
        @{ Name = 'Arity'; Value = 65 }
        @{ Name = 'ChallengeWindow'; Value = 11 }) {
        $terms = @{ $Name = $Value }
        { Register-OpmlModel $scene.Program $scene.Model -Deployment $scene.Deployment @terms } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }

    It 'refuses what is no deployment' {
        { Register-OpmlModel $scene.Program $scene.Model -Deployment 5 } | Should -Throw '*Publish-OpmlContract*' -ErrorId 'ParameterArgumentTransformationError,*'
    }

    It 'asks for an account on a chain that is not a node of this session' {
        $node = New-ForeignNode $scene.Devnet
        try {
            $deployment = Publish-OpmlContract -RpcUrl $node.RpcUrl -Account (ConvertTo-Secret $node.Accounts[0].KeyDigits)
            $failure = Get-Failure { $deployment | Register-OpmlModel $scene.Program $scene.Model }
            $failure.FullyQualifiedErrorId | Should -Be 'PSArgument,Opml.PowerShell.Commands.RegisterOpmlModelCommand'
            $failure.Exception.Message | Should -BeLike '*-Account*'
            ($deployment | Register-OpmlModel $scene.Program $scene.Model -Account (ConvertTo-Secret $node.Accounts[0].KeyDigits)).AlreadyRegistered | Should -BeFalse
        }
        finally { $node.DisposeAsync().AsTask().Wait() }
    }
}
