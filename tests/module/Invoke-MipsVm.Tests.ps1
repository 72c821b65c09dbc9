BeforeAll { . (Join-Path $PSScriptRoot 'Common.ps1') }

Describe 'Invoke-MipsVm' {
    BeforeAll {
        $echo = Join-Path $Guests 'echo.elf'
        $hello = Join-Path $Guests 'hello.elf'
        $trap = Join-Path $Guests 'trap.elf'
        $endless = New-EndlessProgram (Join-Path $TestDrive 'endless.bin')
        $inputs = (New-Item -ItemType Directory -Path (Join-Path $TestDrive 'inputs')).FullName
        foreach ($name in 'a', 'b', 'c[1]') { [System.IO.File]::WriteAllText((Join-Path $inputs "$name.dat"), "text of $name") }
    }

    Context 'results' {
        It 'says how the run ended, with what, and after how many steps' {
            $run = Invoke-MipsVm $echo -InputObject 1, 2, 3, 4
            $run.GetType().FullName | Should -BeIn (Get-OutputTypeName Invoke-MipsVm)
            $run.Status | Should -Be 'Succeeded'
            $run.ExitCode | Should -Be 0
            $run.Output.GetType() | Should -Be ([byte[]])
            $run.Output | Should -Be 1, 2, 3, 4
            $run.Steps | Should -BeGreaterThan 10
            $run.Duration | Should -BeGreaterThan ([timespan]::Zero)
            $run.StepsPerSecond | Should -BeGreaterThan 0
            $run.StateHash | Should -Match '^0x00[0-9a-f]{62}$'
            $run.MemoryRoot | Should -Match '^0x[0-9a-f]{64}$'
        }

        It 'shows the output as integers, singles and text' {
            $run = Invoke-MipsVm $echo -InputObject 0x3f, 0x80, 0, 0, 0xff, 0xff, 0xff, 0xfe
            $run.OutputInt32 | Should -Be 0x3f800000, -2
            $run.OutputSingle[0] | Should -Be 1
            (Invoke-MipsVm $echo -InputObject ([byte[]][char[]] 'abc')).OutputText | Should -Be 'abc'
        }

        It 'keeps what the guest prints' {
            (Invoke-MipsVm $hello).StandardOutput | Should -Be "hello from C`n"
        }

        It 'gives the same state for the same input, and another for another' {
            $hashes = foreach ($value in 1, 1, 2) { (Invoke-MipsVm $echo -InputObject $value, 5).StateHash }
            $hashes[1] | Should -Be $hashes[0]
            $hashes[2] | Should -Not -Be $hashes[0]
        }

        It 'reports an exit code that is not 0 as failed, without output' {
            $run = Invoke-MipsVm $echo -Model ([byte[]] (7, 0)) -InputObject 1, 2
            $run.Status | Should -Be 'Failed'
            $run.ExitCode | Should -Be 7
            $run.Output.Count | Should -Be 0
        }

        It 'reports trap <_> as trapped, and no exit code' -ForEach 0, 1, 2, 3, 4, 5, 6 {
            $run = Invoke-MipsVm $trap -InputObject $_, 0
            $run.Status | Should -Be 'Trapped'
            $run.ExitCode | Should -BeNullOrEmpty
            $run.StateHash | Should -BeLike '0x02*'
        }
    }

    Context '-StepLimit, -Step and -WithProof' {
        It 'cuts a run off after -StepLimit' {
            $run = Invoke-MipsVm $endless -StepLimit 12345
            $run.Status | Should -Be 'Running'
            $run.Steps | Should -Be 12345
            $run.ExitCode | Should -BeNullOrEmpty
        }

        It 'stops after -Step, for the state there' {
            $at = Invoke-MipsVm $echo -InputObject 1, 2 -Step 10
            $at.Steps | Should -Be 10
            $at.Status | Should -Be 'Running'
            (Invoke-MipsVm $echo -InputObject 1, 2 -StepLimit 10).StateHash | Should -Be $at.StateHash
            (Invoke-MipsVm $echo -InputObject 1, 2 -Step 11).StateHash | Should -Not -Be $at.StateHash
        }

        It 'has the start state at step 0, and the last one past the end' {
            (Invoke-MipsVm $hello -Step 0).Steps | Should -Be 0
            (Invoke-MipsVm $hello -Step 1000000).StateHash | Should -Be (Invoke-MipsVm $hello).StateHash
        }

        It 'adds witness and proof with -WithProof alone' {
            $with = Invoke-MipsVm $echo -InputObject 1, 2 -Step 10 -WithProof
            $with.Witness.Count | Should -Be 190
            $with.Witness[0..31] | Should -Be ([Convert]::FromHexString($with.MemoryRoot.Substring(2)))
            $with.Proof.Count | Should -BeGreaterThan 32
            $without = Invoke-MipsVm $echo -InputObject 1, 2 -Step 10
            $without.Witness | Should -BeNullOrEmpty
            $without.Proof | Should -BeNullOrEmpty
        }
    }

    Context 'programs and models' {
        It 'takes <What>' -ForEach @(
            @{ What = 'an ELF file'; Image = { $hello } }
            @{ What = 'what Get-Item gives'; Image = { Get-Item $hello } }
            @{ What = 'a flat image'; Image = { (ConvertTo-MipsImage $hello -Destination (Join-Path $TestDrive 'h.bin') -Force).Path } }
            @{ What = 'what ConvertTo-MipsImage returns'; Image = { ConvertTo-MipsImage $hello -Destination (Join-Path $TestDrive 'h.bin') -Force } }
            @{ What = 'its image object'; Image = { (ConvertTo-MipsImage $hello -Destination (Join-Path $TestDrive 'h.bin') -Force).Image } }) {
            $program = & $Image
            (Invoke-MipsVm $program).StandardOutput | Should -Be "hello from C`n"
            ($program | Invoke-MipsVm).StandardOutput | Should -Be "hello from C`n"
        }

        It 'takes a model as bytes, path, file or what ConvertTo-Ggml returns' {
            $ggml = ConvertTo-Ggml (Join-Path $StateDicts 'module.pt') -Destination (Join-Path $TestDrive 'm.ggml')
            foreach ($model in [System.IO.File]::ReadAllBytes($ggml.Path), $ggml.Path, (Get-Item $ggml.Path), $ggml) {
                (Invoke-MipsVm $echo -Model $model -InputObject 1, 2).ExitCode | Should -Be 0x67 # the first byte of the magic
            }
        }

        It 'takes paths relative to the session''s location' {
            Push-Location $TestDrive
            try { (Invoke-MipsVm ./endless.bin -StepLimit 2).Steps | Should -Be 2 } finally { Pop-Location }
        }

        It 'takes rows of programs, models and inputs by property name' {
            $rows = [pscustomobject]@{ Image = $echo; Model = [byte[]] (3, 0); InputPath = (Join-Path $inputs 'a.dat') }, [pscustomobject]@{ Image = $echo; Model = [byte[]] (0, 0); InputPath = (Join-Path $inputs 'b.dat') }
            $runs = @($rows | Invoke-MipsVm)
            $runs.ExitCode | Should -Be 3, 0
            $runs[1].OutputText | Should -Be 'text of b'
        }

        It 'refuses <What> at the parameter: <Says>' -ForEach @(
            @{ What = 'a program that is not there'; Action = { Invoke-MipsVm (Join-Path $TestDrive 'nowhere.elf') }; Says = '*no file*nowhere.elf*' }
            @{ What = 'a program that cannot run'; Action = { Invoke-MipsVm (Join-Path $Guests 'refused-pie.elf') }; Says = '*refused-pie.elf*position-independent*' }
            @{ What = 'a folder'; Action = { Invoke-MipsVm $TestDrive }; Says = '*is a folder*' }
            @{ What = 'a path that is no file system''s'; Action = { Invoke-MipsVm 'Env:PATH' }; Says = '*provider Environment*' }
            @{ What = 'a number'; Action = { Invoke-MipsVm 5 }; Says = '*was wanted, not System.Int32*' }
            @{ What = 'a model that is not there'; Action = { Invoke-MipsVm $echo -Model (Join-Path $TestDrive 'nowhere.ggml') }; Says = '*no file*nowhere.ggml*' }
            @{ What = 'text for bytes'; Action = { Invoke-MipsVm $echo -InputObject 'abc' }; Says = '*-InputPath*' }
            @{ What = 'numbers over 255'; Action = { Invoke-MipsVm $echo -InputObject 1, 256 }; Says = '*0 to 255*' }) {
            $failure = Get-Failure $Action
            $failure.FullyQualifiedErrorId | Should -Be 'ParameterArgumentTransformationError,Opml.PowerShell.Commands.InvokeMipsVmCommand'
            $failure.Exception.Message | Should -BeLike $Says
        }
    }

    Context 'inputs' {
        It 'runs on each file that -InputPath''s wildcards find, and says which' {
            $runs = @(Invoke-MipsVm $echo -InputPath (Join-Path $inputs '[ab].dat'))
            $runs.OutputText | Should -Be 'text of a', 'text of b'
            $runs.Input | Should -Be (Join-Path $inputs 'a.dat'), (Join-Path $inputs 'b.dat')
        }

        It 'takes -LiteralInputPath to the letter' {
            (Invoke-MipsVm $echo -LiteralInputPath (Join-Path $inputs 'c[1].dat')).OutputText | Should -Be 'text of c[1]'
        }

        It 'runs on what Get-ChildItem gives' {
            @(Get-ChildItem $inputs | Invoke-MipsVm $echo).OutputText | Should -Be 'text of a', 'text of b', 'text of c[1]'
        }

        It 'does not take a program from the pipeline for its own input' {
            $run = Get-Item $echo | Invoke-MipsVm
            $run.Output.Count | Should -Be 0
            $run.Input | Should -BeNullOrEmpty
        }

        It 'runs once for each of several arrays of bytes' {
            @(Invoke-MipsVm $echo -InputObject (1, 2), (3, 4, 5)).ForEach({ $_.Output.Count }) | Should -Be 2, 3
        }

        It 'runs without any' {
            (Invoke-MipsVm $echo).Status | Should -Be 'Succeeded'
        }

        It 'tells of inputs that are missing, or folders, or too long, and goes on' {
            $long = Join-Path $TestDrive 'long.dat'
            $stream = [System.IO.File]::Create($long)
            $stream.SetLength(0xfffffd)
            $stream.Dispose()
            $runs = @(Invoke-MipsVm $echo -InputPath (Join-Path $inputs 'nowhere.dat'), $long, $inputs, 'Env:PATH', (Join-Path $inputs 'a.dat') -ErrorAction SilentlyContinue -ErrorVariable failures)
            $runs.OutputText | Should -Be 'text of a'
            $failures.CategoryInfo.Category | Should -Be 'ObjectNotFound', 'InvalidData', 'InvalidArgument', 'InvalidArgument'
            $failures.FullyQualifiedErrorId | Should -Be @('ItemNotFound', 'InvalidData', 'PSArgument', 'PSArgument').ForEach({ "$_,Opml.PowerShell.Commands.InvokeMipsVmCommand" })
            $failures[1].TargetObject | Should -Be $long
            $failures[1].Exception.Message | Should -BeLike '*16777213 bytes*16777212*'
        }

        It 'refuses a program in the pipeline, and goes on with the next' {
            $runs = @($hello, (Join-Path $Guests 'refused-pie.elf'), $hello | Invoke-MipsVm -ErrorAction SilentlyContinue -ErrorVariable failures)
            $runs.Count | Should -Be 2
            $failures.Count | Should -Be 1
        }

        It 'refuses -InputPath beside -InputObject' {
            { Invoke-MipsVm $echo -InputPath x -InputObject 1, 2 } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
        }
    }

    Context 'in a pipeline' {
        It 'lets an error of a later command through as it is' {
            { Invoke-MipsVm $hello | ForEach-Object { throw 'not its own' } } | Should -Throw 'not its own' -ErrorId 'not its own'
        }

        It 'ends without an error when no more is wanted' {
            $first = @(Invoke-MipsVm $echo -InputObject (1, 2), (3, 4) -ErrorVariable failures | Select-Object -First 1)
            $first.Count | Should -Be 1
            $failures.Count | Should -Be 0
        }

        It 'works in ForEach-Object -Parallel' {
            $manifest = $Manifest
            $program = $echo
            $outputs = 1..4 | ForEach-Object -ThrottleLimit 2 -Parallel {
                Import-Module $using:manifest
                (Invoke-MipsVm $using:program -InputObject $_, ($_ + 1)).Output[0]
            }
            @($outputs | Sort-Object) | Should -Be 1, 2, 3, 4
        }
    }

    Context 'a program that never ends' {
        It 'reports progress, and ends within a few seconds of a stop' {
            $shell = New-ModuleShell
            try {
                $null = $shell.AddCommand('Invoke-MipsVm').AddParameter('Image', $endless)
                $running = $shell.BeginInvoke()
                Wait-Until { $shell.Streams.Progress.Count -gt 0 } 'progress'
                $watch = [System.Diagnostics.Stopwatch]::StartNew()
                $shell.Stop()
                $watch.Elapsed.TotalSeconds | Should -BeLessThan 5
                $running.IsCompleted | Should -BeTrue
                $shell.InvocationStateInfo.State | Should -Be 'Stopped'
                $shell.Streams.Progress[0].StatusDescription | Should -BeLike '*steps*'
            }
            finally { $shell.Runspace.Dispose() }
        }
    }
}
