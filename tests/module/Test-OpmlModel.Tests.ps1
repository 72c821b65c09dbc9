BeforeAll { . (Join-Path $PSScriptRoot 'Common.ps1') }

Describe 'Test-OpmlModel' {
    BeforeAll {
        $scene = New-Scene
        $registered = $scene.Deployment | Register-OpmlModel $scene.Program $scene.Model
    }

    AfterAll { $scene.Devnet | Stop-OpmlDevnet }

    It 'says yes to the files that the model is made of' {
        $verification = $registered | Test-OpmlModel $scene.Program $scene.Model
        $verification.GetType().FullName | Should -BeIn (Get-OutputTypeName Test-OpmlModel)
        $verification.IsMatch | Should -BeTrue
        $verification.ModelId | Should -Be $registered.ModelId
    }

    It 'takes the key as text' {
        (Test-OpmlModel $scene.Program $scene.Model -Deployment $scene.Deployment -ModelId "$($registered.ModelId)").IsMatch | Should -BeTrue
    }

    It 'says no to <What>, and what does not match' -ForEach @(
        @{ What = 'another model'; Model = { [byte[]] (1..40) }; Program = { $scene.Program }; Matches = $false, $true }
        @{ What = 'another program'; Model = { $scene.Model }; Program = { Join-Path $Guests 'hello.elf' }; Matches = $true, $false }) {
        $verification = $registered | Test-OpmlModel (& $Program) (& $Model)
        $verification.IsMatch | Should -BeFalse
        $verification.IsRegistered | Should -BeTrue
        $verification.GoldenRootMatches | Should -BeFalse
        $verification.ModelHashMatches, $verification.ProgramHashMatches | Should -Be $Matches
    }

    It 'says no to a key that nobody registered' {
        $verification = Test-OpmlModel $scene.Program $scene.Model -Deployment $scene.Deployment -ModelId ('0x' + '11' * 32)
        $verification.IsRegistered | Should -BeFalse
        $verification.IsMatch | Should -BeFalse
    }

    It 'refuses what is no key' {
        { Test-OpmlModel $scene.Program $scene.Model -Deployment $scene.Deployment -ModelId '0x1234' } | Should -Throw '*64 hex digits*' -ErrorId 'ParameterArgumentTransformationError,*'
    }

    It 'sends nothing' {
        $block = Get-BlockNumber $scene.Devnet.RpcUrl
        $null = $registered | Test-OpmlModel $scene.Program $scene.Model
        Get-BlockNumber $scene.Devnet.RpcUrl | Should -Be $block
    }
}
