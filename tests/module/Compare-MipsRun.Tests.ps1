BeforeAll { . (Join-Path $PSScriptRoot 'Common.ps1') }

Describe 'Compare-MipsRun' {
    BeforeAll {
        $echo = Join-Path $Guests 'echo.elf'
        $one = Invoke-MipsVm $echo -InputObject 1, 2, 3
        $other = Invoke-MipsVm $echo -InputObject 1, 9, 3
        $longer = Invoke-MipsVm $echo -InputObject 1, 2, 3, 4, 5
    }

    It 'finds nothing between a run and itself' {
        $found = Compare-MipsRun $one $one
        $found.GetType().FullName | Should -BeIn (Get-OutputTypeName Compare-MipsRun)
        $found.Same, $found.Basis, $found.Step | Should -Be $true, 'State', $null
    }

    It 'compares the ways of runs that begin otherwise, unless told how' {
        $found = Compare-MipsRun $one $longer
        $found.Same, $found.Basis, $found.Function | Should -Be $false, 'Control', '__start'
        $found.Instruction | Should -BeLike 'bne v0,a2,*<__start+0x*>'
        (Compare-MipsRun $one $other).Same | Should -BeTrue
        (Compare-MipsRun $one $other -By State).DifferentIndex | Should -Be 0
    }

    It 'finds the first value that differs, by registers, for each run of the pipeline' {
        $found = @($other, $longer | Compare-MipsRun $one -By Registers)
        $found.Count | Should -Be 2
        $found[0].Instruction | Should -BeLike 'lbu a1,*'
        @($found[0].Difference.Effect.Wrote)[0].After | Should -Be 9
        $state = $one | Get-MipsState -Step $found[0].Step
        $state.Instruction | Should -Be $found[0].Instruction
    }

    It 'finds a fault at step <Step>' -ForEach @{ Step = 1 }, @{ Step = 30 } {
        $found = Compare-MipsRun $one -Fault Register -FaultStep $Step
        $found.Step, $found.AgreedIndex, $found.DifferentIndex | Should -Be ($Step - 1), ($Step - 1), $Step
        @($found.Difference.Effect.Wrote).Name | Should -Contain 'k0'
    }

    It 'finds a false output at the last step' {
        (Compare-MipsRun $one -Fault Output).DifferentIndex | Should -Be $one.Steps
        (Compare-MipsRun $one -Fault Memory).Difference.Effect.Wrote.Name | Should -Contain '0x32001000'
    }

    It 'checks claims' {
        $tenth = (Invoke-MipsVm $echo -InputObject 1, 2, 3 -Step 10).StateHash
        $found = Compare-MipsRun $one -Claim @{ 10 = $tenth; 20 = $tenth; 30 = $tenth }
        $found.Same, $found.AgreedIndex, $found.DifferentIndex | Should -Be $false, 10, 20
        (Compare-MipsRun $one -Claim @{ 10 = $tenth }).Same | Should -BeTrue
    }

    It 'refuses <What>' -ForEach @(
        @{ What = 'a claim about no step'; Claim = @{ here = '0x00' }; Says = "*'here' is no step*" }
        @{ What = 'a claim of no hash'; Claim = @{ 1 = '0x00' }; Says = "*is no state hash*64 hex digits*" }
        @{ What = 'no claim'; Claim = @{ }; Says = '*no claim to check*' }) {
        $failure = Get-Failure { Compare-MipsRun $one -Claim $Claim }
        $failure.CategoryInfo.Category | Should -Be 'InvalidArgument'
        $failure.Exception.Message | Should -BeLike $Says
    }

    It 'takes the run of the pipeline with -Fault and -Claim' {
        ($one | Compare-MipsRun -Fault Register -FaultStep 30).DifferentIndex | Should -Be 30
        @($one, $other | Compare-MipsRun -Fault Output).DifferentIndex | Should -Be $one.Steps, $other.Steps
        ($one | Compare-MipsRun -Claim @{ 10 = (Invoke-MipsVm $echo -InputObject 1, 2, 3 -Step 10).StateHash }).Same | Should -BeTrue
    }

    It 'reports progress while it bisects, and ends within a moment of a stop' {
        $endless = New-EndlessProgram (Join-Path $TestDrive 'endless.bin')
        $shell = New-ModuleShell
        try {
            $null = $shell.AddScript('param($Program) $run = Invoke-MipsVm $Program -StepLimit 10; Compare-MipsRun $run $run -By State').AddArgument($endless)
            $running = $shell.BeginInvoke()
            Wait-Until { $shell.Streams.Progress.Count -gt 0 } 'progress'
            $shell.Stop()
            $running.IsCompleted | Should -BeTrue
            $shell.Streams.Progress[0].Activity | Should -Be 'Compare-MipsRun'
        }
        finally { $shell.Runspace.Dispose() }
    }

    It 'ends its work where -ProgressAction Stop ends it' {
        $run = Invoke-MipsVm (New-EndlessProgram (Join-Path $TestDrive 'refused.bin')) -StepLimit 10
        (Get-Failure { Compare-MipsRun $run $run -By State -ProgressAction Stop }).FullyQualifiedErrorId | Should -BeLike 'ActionPreferenceStop*'
    }

    It 'shows what was found as a list, and as a table' {
        $found = Compare-MipsRun $one $other -By Registers
        $found | Out-String -Width 160 | Should -BeLike '*Function*__start*Reference*a1 0x* -> 0x00000002*Difference*a1 0x* -> 0x00000009*Summary*'
        $found | Format-Table | Out-String -Width 160 | Should -BeLike '*Same*Basis*Step*False Registers*__start*'
        $found.Reference, $found.Difference | Out-String -Width 200 | Should -BeLike '*Name*Status*Effect*echo.elf*'
    }
}
