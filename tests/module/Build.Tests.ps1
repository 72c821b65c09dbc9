BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')

    # What build.ps1 says as another program starts it, in one text; $LASTEXITCODE is its exit code.
    function Invoke-BuildScript([string[]] $Argument) {
        $own = Get-ShellStart
        $start = $own.Arguments
        @(& $own.Program @start -NoProfile -NonInteractive -File (Join-Path $Root 'build.ps1') @Argument 2>&1) -join "`n"
    }
}

Describe 'build.ps1' {
    It 'names a task that there is not, and those that there are, and ends with 64: <_>' -ForEach 'Nothing', 'Nothing,More', 'Nothing, More' {
        $said = Invoke-BuildScript ($_ -split ' ')
        $LASTEXITCODE | Should -Be 64
        $said | Should -BeLike "*'Nothing'*Build, Test, Bench*"
    }

    It 'does not call it done where no task is named' {
        $said = Invoke-BuildScript ','
        $LASTEXITCODE | Should -Be 64
        $said | Should -BeLike "*no task ''*Build, Test, Bench*"
    }
}
