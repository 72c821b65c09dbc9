Describe 'The examples' {
    BeforeAll {
        . (Join-Path $PSScriptRoot 'Common.ps1')
        $examples = Join-Path $Root 'examples'
        $guest = Join-Path $examples 'mnist' 'guest' 'mnist.elf'
        $work = (New-Item -ItemType Directory (Join-Path $TestDrive 'work')).FullName
        $digits = New-OpmlDigit 500 -Seed 1
        $weights = (New-Item -ItemType Directory (Join-Path $work 'weights')).FullName
        foreach ($seed in 1, 2) { $null = $digits | New-OpmlModel (Join-Path $weights "$seed.pth") -Epochs 1 -Seed $seed }
        foreach ($i in 0, 1) { [System.IO.File]::WriteAllBytes((Join-Path $work "$i.bin"), $digits.GetPixels($i)) }

        # Runs a script in a process of its own, as a schedule does; gives its lines and leaves its exit code.
        function Invoke-Script([string[]] $Arguments) {
            $own = Get-ShellStart
            $start = $own.Arguments
            @(& $own.Program @start -NoProfile -NonInteractive -File @Arguments 2>&1 | ForEach-Object { "$_" })
        }
    }

    Context 'A pipeline over many models' {
        It 'has a line for each model, and an error for what is none' {
            'no model' | Set-Content (Join-Path $weights '3.pth')
            try { $said = @(& (Join-Path $examples 'many-models' 'convert.ps1') -Path $weights -Program $guest -InputPath (Join-Path $work '*.bin') 2>&1) }
            finally { Remove-Item (Join-Path $weights '3.pth') }
            $errors, $lines = @($said | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] }), @($said | Where-Object { $_ -isnot [System.Management.Automation.ErrorRecord] })
            $lines.Model | Should -Be '1.pth', '2.pth'
            $lines.Runs | Should -Be 2, 2
            $lines.Failed | Should -Be 0, 0
            $lines[0].Agrees | Should -BeTrue
            $errors.FullyQualifiedErrorId | Should -BeLike 'ModelFormat,*'
        }
    }

    Context 'The runbook' {
        BeforeAll {
            $script = Join-Path $examples 'runbook' 'Test-Result.ps1'
            $model = (ConvertTo-Ggml (Join-Path $weights '1.pth') $work).Path
            $program = (ConvertTo-MipsImage $guest (Join-Path $work 'program.img')).Path
            Copy-Item $guest (Join-Path $work 'mnist.elf')
            $devnet = Start-OpmlDevnet
            $deployment = $devnet | Publish-OpmlContract
            $registered = $deployment | Register-OpmlModel $program $model
            $settings = Join-Path $work 'opml.json'
            @{ contract = "$($deployment.Contract)"; rpcUrl = "$($devnet.RpcUrl)"; block = 0; models = @(@{ program = 'mnist.elf'; model = [System.IO.Path]::GetFileName($model) }) } |
                ConvertTo-Json -Depth 4 | Set-Content $settings
            $null = $registered | Request-OpmlInference (Join-Path $work '0.bin') | Submit-OpmlResult $program $model -Confirm:$false
        }

        AfterAll { $devnet | Stop-OpmlDevnet }

        It 'finds a true result true, and ends with 0' {
            $lines = Invoke-Script $script, $settings
            $LASTEXITCODE | Should -Be 0
            $lines[-1] | Should -Be '1 live results: 1 true, 0 false, 0 not checked.'
        }

        It 'ends with 3, not as if a result were false, where the check itself fails' {
            $nowhere = Join-Path $work 'nowhere.json'
            $said = Get-Content $settings -Raw | ConvertFrom-Json
            $said.rpcUrl = 'http://127.0.0.1:9'
            $said | ConvertTo-Json -Depth 4 | Set-Content $nowhere
            $lines = @(Invoke-Script $script, $nowhere)
            $LASTEXITCODE | Should -Be 3
            $lines[-1] | Should -BeLike 'The check failed: *127.0.0.1:9*'
            { & $script $nowhere -PassThru } | Should -Throw '*127.0.0.1:9*'
            $null = Invoke-Script $script, (Join-Path $work 'missing.json')
            $LASTEXITCODE | Should -Be 3
        }

        It 'ends with 2 where a model''s files are not there' {
            $other = $deployment | Register-OpmlModel $program (ConvertTo-Ggml (Join-Path $weights '2.pth') $work).Path
            $null = $other | Request-OpmlInference (Join-Path $work '1.bin') | Submit-OpmlResult $program (Join-Path $work '2.ggml') -Confirm:$false
            $null = Invoke-Script $script, $settings
            $LASTEXITCODE | Should -Be 2
            @(& $script $settings -PassThru)[-1].Why | Should -BeLike '*none of the files*'
        }

        It 'finds a lie, and ends with 1' {
            # A liar of the rehearsal, on these contracts: as soon as its result is there, the dispute is left.
            $shell = New-ModuleShell
            try {
                $lie = @{ Image = $program; Model = $model; InputPath = (Join-Path $work '1.bin'); Deployment = $deployment; Fault = 'Output'; ProposerAccount = $devnet.Accounts[4]; ChallengerAccount = $devnet.Accounts[5]; RequesterAccount = $devnet.Accounts[6] }
                $null = $shell.AddScript('param($Lie) foreach ($once in 1) { Start-OpmlChallenge @Lie | ForEach-Object { if ("$($_.Stage)" -eq "Result") { break } } }').AddArgument($lie).Invoke()
            }
            finally { $shell.Runspace.Dispose() }
            $null = Invoke-Script $script, $settings
            $LASTEXITCODE | Should -Be 1
            $found = @(& $script $settings -PassThru | Where-Object IsTrue -EQ $false)
            $found.Count | Should -Be 1
            $found[0].Why | Should -BeLike '*output*'
        }
    }

    Context 'The workflow' {
        It 'passes its own tests' {
            $lines = Invoke-Script (Join-Path $Root 'tests' 'runner' 'Invoke-Specs.ps1'), '-Path', (Join-Path $examples 'workflow')
            $LASTEXITCODE | Should -Be 0
            $lines[-1] | Should -Be '3 passed, 0 failed'
        }
    }
}
