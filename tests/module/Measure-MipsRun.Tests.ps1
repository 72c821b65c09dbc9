BeforeAll { . (Join-Path $PSScriptRoot 'Common.ps1') }

Describe 'Measure-MipsRun' {
    BeforeAll {
        $echo = Join-Path $Guests 'echo.elf'
        $run = Invoke-MipsVm $echo -InputObject (1..50)
    }

    It 'counts every step by <By>' -ForEach @(
        @{ By = 'Function'; Type = 'FunctionProfile' }
        @{ By = 'Instruction'; Type = 'InstructionProfile' }
        @{ By = 'Opcode'; Type = 'OpcodeProfile' }) {
        $profile = @($run | Measure-MipsRun -By $By)
        $profile[0].GetType().Name | Should -Be $Type
        $profile[0].GetType().FullName | Should -BeIn (Get-OutputTypeName Measure-MipsRun)
        ($profile | Measure-Object Steps -Sum).Sum | Should -Be $run.Steps
        @($profile.Steps) | Should -Be @($profile.Steps | Sort-Object -Descending)
        @(Measure-MipsRun $echo -InputObject (1..50) -By $By).Count | Should -Be $profile.Count
    }

    It 'says which function, and how often it was called' {
        $main = Measure-MipsRun $echo -InputObject 1, 2 -First 1
        $main.Function, $main.Calls | Should -Be '__start', 0
        ($main.Share -gt 0.5 -and $main.TotalShare -le 1 -and $main.TotalSteps -ge $main.Steps) | Should -BeTrue
    }

    It 'counts a part of a run, and the mix of operations' {
        $opcodes = @(Measure-MipsRun $echo -InputObject (1..50) -StepLimit 100 -By Opcode)
        ($opcodes | Measure-Object Steps -Sum).Sum | Should -Be 100
        $opcodes.Opcode | Should -Contain 'lbu'
    }

    It 'keeps the runs of several inputs apart' {
        foreach ($name in 'a', 'b') { [System.IO.File]::WriteAllBytes((Join-Path $TestDrive "$name.dat"), (1, 2)) }
        @(Measure-MipsRun $echo -InputPath (Join-Path $TestDrive '*.dat') -First 1).Input | Should -Be (Join-Path $TestDrive 'a.dat'), (Join-Path $TestDrive 'b.dat')
    }

    It 'shows tables' {
        $run | Measure-MipsRun | Out-String | Should -BeLike '*Steps*Share*Total*Calls*Function*__start*'
        $run | Measure-MipsRun -By Instruction -First 3 | Out-String -Width 160 | Should -BeLike '*Share*Address*Location*Instruction*__start+0x*'
        $run | Measure-MipsRun -By Opcode | Out-String | Should -BeLike '*Share*Opcode*lbu*'
    }

    It 'ends within a moment of a stop, with progress' {
        $endless = New-EndlessProgram (Join-Path $TestDrive 'endless.bin')
        $shell = New-ModuleShell
        try {
            $running = $shell.AddCommand('Measure-MipsRun').AddParameter('Image', $endless).BeginInvoke()
            Wait-Until { $shell.Streams.Progress.Count -gt 0 } 'progress'
            $shell.Stop()
            $running.IsCompleted | Should -BeTrue
        }
        finally { $shell.Runspace.Dispose() }
    }
}
