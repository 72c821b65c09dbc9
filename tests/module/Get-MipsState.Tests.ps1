BeforeAll { . (Join-Path $PSScriptRoot 'Common.ps1') }

Describe 'Get-MipsState' {
    BeforeAll {
        $echo = Join-Path $Guests 'echo.elf'
        $mnist = Join-Path $Root 'examples' 'mnist' 'guest' 'mnist.elf'
    }

    It 'shows the start state' {
        $state = Get-MipsState $echo -InputObject 1, 2, 3 -Step 0
        $state.GetType().FullName | Should -BeIn (Get-OutputTypeName Get-MipsState)
        $state.Step, $state.Status, $state.Pc, $state.NextPc, $state.IsDelaySlot | Should -Be 0, 'Running', 0, 4, $false
        $state.Registers.Count | Should -Be 34
    }

    It 'agrees with Invoke-MipsVm on the state at a step' {
        $run = Invoke-MipsVm $echo -InputObject 1, 2, 3 -Step 20 -WithProof
        $state = Get-MipsState $echo -InputObject 1, 2, 3 -Step 20 -WithWitness
        $state.StateHash, $state.MemoryRoot | Should -Be $run.StateHash, $run.MemoryRoot
        $state.Witness | Should -Be $run.Witness
        (Get-MipsState $echo -Step 20).StateHash | Should -BeNullOrEmpty
    }

    It 'looks into a run of Invoke-MipsVm, at its end unless told otherwise' {
        $run = Invoke-MipsVm $echo -Model ([byte[]] (7, 0)) -InputObject 1, 2, 3
        $end = $run | Get-MipsState -WithWitness
        $end.Step, $end.Status, $end.ExitCode, $end.StateHash | Should -Be $run.Steps, 'Failed', 7, $run.StateHash
        $end.Instruction | Should -Be 'syscall'
        ($run | Get-MipsState -Step 3).Step | Should -Be 3
        ($run | Get-MipsState -StepLimit 4).Step | Should -Be 4
    }

    It 'takes several steps, in one run and in their order, and stays at the end' {
        $states = @(Get-MipsState $echo -InputObject 1, 2, 3 -Step 9, 3, 1000000, 3)
        $states.Count | Should -Be 3
        $states[0..1].Step | Should -Be 3, 9
        $states[2].Status | Should -Be 'Succeeded'
    }

    It 'names place, function, callers and registers' {
        $state = Get-MipsState $mnist -Step 100000 -Register sp, hi
        $state.Function | Should -Not -BeNullOrEmpty
        $state.Location | Should -BeLike "$($state.Function)*"
        $state.CallStack.Frames[0].Location | Should -Be $state.Location
        $state.CallStack.End | Should -Not -BeNullOrEmpty
        $state.Registers.Name | Should -Be 'sp', 'hi'
    }

    It 'reads memory as <As>' -ForEach @(
        @{ As = 'Word'; Length = 8; Value = 8, 0x3f800000 }
        @{ As = 'Byte'; Length = 6; Value = 0, 0, 0, 8, 0x3f, 0x80 }) {
        $state = Get-MipsState $echo -InputObject 0x3f, 0x80, 0, 0, 97, 98, 0, 99 -Step 0 -Address 0x31000000 -Length $Length -As $As
        $state.Memory[0].Value | Should -Be $Value
    }

    It 'reads memory as a tensor or text, at symbols and registers too' {
        $game = @{ Image = $echo; InputObject = 0x3f, 0x80, 0, 0, 97, 98, 0, 99; Step = 0 }
        (Get-MipsState @game -Address 0x31000004 -Length 4 -As Tensor).Memory[0].Value[0] | Should -Be 1
        (Get-MipsState @game -Address 0x31000008 -As Text).Memory[0].Value | Should -Be 'ab'
        $slices = (Get-MipsState @game -Address __start, __start+4, pc -Length 4).Memory
        $slices.Location | Should -Be '__start', '__start+0x4', $null
        (Get-MipsState @game -Address 0x80000000).Memory[0].Address | Should -Be 2147483648
    }

    It 'shows code, stack, registers and memory as a list, and steps as a table' {
        $state = Get-MipsState $echo -Step 20 -Address __start -Length 20
        $text = $state | Out-String -Width 160
        foreach ($part in '*=> 0x*<__start+0x*> *', '*sp   7fffd000*', '*000100f0: 3c033100 *', '*Step * 20, Running*') { $text | Should -BeLike $part }
        $state | Format-Table | Out-String -Width 160 | Should -BeLike '*Step*Location*Instruction*20 Running*__start+0x*'
        $state.Registers[29] | Out-String | Should -BeLike '*sp*0x7fffd000*2147471360*'
        $state.Disassembly | Out-String -Width 160 | Should -BeLike '*=>*0x*'
    }

    It 'refuses <What>' -ForEach @(
        @{ What = 'a register that is none'; Arguments = @{ Register = 'r5' }; Says = "*'r5' is no register*" }
        @{ What = 'an address that is none'; Arguments = @{ Address = 'nowhere' }; Says = "*'nowhere' is no address*" }) {
        $failure = Get-Failure { Get-MipsState $echo -Step 1 @Arguments }
        $failure.FullyQualifiedErrorId | Should -Be 'Argument,Opml.PowerShell.Commands.GetMipsStateCommand'
        $failure.CategoryInfo.Category | Should -Be 'InvalidArgument'
        $failure.Exception.Message | Should -BeLike $Says
    }

    It 'refuses a run that does not hold its program' {
        $run = Invoke-MipsVm $echo
        (Get-Failure { $run.WithOrigin($null) | Get-MipsState }).Exception.Message | Should -BeLike '*give -Image*'
    }

    It 'offers registers and symbols' {
        $line = "Get-MipsState '$mnist' -Address main.ma"
        @([System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.CompletionText) | Should -Contain 'main.main'
        $line = 'Get-MipsState -Register r'
        @([System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.CompletionText) | Should -Be 'ra'
    }
}
