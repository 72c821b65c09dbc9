BeforeAll { . (Join-Path $PSScriptRoot 'Common.ps1') }

Describe 'New-OpmlModel' {
    BeforeAll {
        $digits = New-OpmlDigit 300 -Seed 1
        $small = @{ TrainingSet = $digits; HiddenSize = 4; Epochs = 2 }
    }

    It 'trains, saves a state_dict, and says what came of it' {
        $path = Join-Path $TestDrive 'a.pth'
        $trained = $digits | New-OpmlModel $path -HiddenSize 8, 6 -Epochs 2 -HeldOutSet (New-OpmlDigit 50 -Seed 2)
        $trained.GetType().FullName | Should -BeIn (Get-OutputTypeName New-OpmlModel)
        $trained.Path | Should -Be $path
        $trained.LayerSizes | Should -Be 784, 8, 6, 10
        $trained.Epochs.Count | Should -Be 2
        $trained.Accuracy | Should -BeGreaterThan 0
        $path | Should -Exist
    }

    It 'has no accuracy without a held-out set' {
        (New-OpmlModel (Join-Path $TestDrive 'b.pth') @small).Accuracy | Should -BeNullOrEmpty
    }

    It 'gives the same file for the same seed, and another for another' {
        $hashes = foreach ($seed in 1, 1, 2) { (Get-FileHash (New-OpmlModel (Join-Path $TestDrive 'seeded.pth') @small -Seed $seed -Force).Path).Hash }
        $hashes[1] | Should -Be $hashes[0]
        $hashes[2] | Should -Not -Be $hashes[0]
    }

    It 'trains convolutions before the dense layers' {
        $trained = $digits.Slice(0, 60) | New-OpmlModel (Join-Path $TestDrive 'lenet.pth') -Convolution 3, 4 -KernelSize 5 -HiddenSize 12 -Epochs 1
        $trained.Convolutions | Should -Be 3, 4
        $trained.LayerSizes | Should -Be 784, 12, 10
        $trained | Format-List | Out-String -Width 160 | Should -BeLike '*784-c3-c4-12-10*'
        @($trained.Model.Tensors).Name | Should -Be 'conv1.weight', 'conv1.bias', 'conv2.weight', 'conv2.bias', 'fc1.weight', 'fc1.bias', 'fc2.weight', 'fc2.bias'
        @($trained.Model.Tensors)[4].Shape | Should -Be 12, 64
        (Get-OpmlModel $trained.Path).ParameterCount | Should -Be (3 * 25 + 3 + 4 * 75 + 4 + 12 * 64 + 12 + 120 + 10)
    }

    It 'refuses convolutions that do not divide evenly, and says so' {
        $failure = Get-Failure { New-OpmlModel (Join-Path $TestDrive 'odd.pth') $digits -Convolution 3 -KernelSize 4 }
        $failure.CategoryInfo.Category | Should -Be 'InvalidArgument'
        $failure.Exception.Message | Should -BeLike '*25 x 25*max-pool does not divide*'
    }

    It 'feeds ConvertTo-Ggml by the path that it gives' {
        $ggml = New-OpmlModel (Join-Path $TestDrive 'c.pth') @small | ConvertTo-Ggml
        $ggml.Path | Should -Be (Join-Path $TestDrive 'c.ggml')
        $ggml.Tensors.Count | Should -Be 4
    }

    It 'writes relative to the session''s location' {
        Push-Location $TestDrive
        try { (New-OpmlModel 'here.pth' @small).Path | Should -Be (Join-Path $TestDrive 'here.pth') } finally { Pop-Location }
    }

    It 'writes nothing with -WhatIf, -Force or not' {
        $path = Join-Path $TestDrive 'whatif.pth'
        New-OpmlModel $path @small -WhatIf -Force | Should -BeNullOrEmpty
        $path | Should -Not -Exist
    }

    It 'tells each epoch by Verbose' {
        $lines = @(New-OpmlModel (Join-Path $TestDrive 'v.pth') @small -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] })
        @($lines | Where-Object Message -Like 'epoch * of 2: loss *').Count | Should -Be 2
    }

    It 'keeps a file that is there, unless forced' {
        $path = Join-Path $TestDrive 'kept.pth'
        [System.IO.File]::WriteAllText($path, 'mine')
        $failure = Get-Failure { New-OpmlModel $path @small }
        $failure.FullyQualifiedErrorId | Should -Be 'FileExists,Opml.PowerShell.Commands.NewOpmlModelCommand'
        $failure.CategoryInfo.Category | Should -Be 'ResourceExists'
        $failure.Exception.Message | Should -BeLike '*-Force*-Path*'
        [System.IO.File]::ReadAllText($path) | Should -Be 'mine'
        (New-OpmlModel $path @small -Force).Path | Should -Be $path
    }

    It 'refuses a folder that is not there' {
        $failure = Get-Failure { New-OpmlModel (Join-Path $TestDrive 'no' 'x.pth') @small }
        $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }

    It 'refuses a path that is no file system''s by the provider''s name' {
        (Get-Failure { New-OpmlModel 'Env:MODEL' @small }).Exception.Message | Should -BeLike '*provider Environment*'
    }

    It 'returns each epoch when asked, with the held-out accuracy, and then the model' {
        $out = @($digits | New-OpmlModel (Join-Path $TestDrive 'epochs.pth') -Epochs 3 -HeldOutShare 0.2 -IncludeEpoch)
        $out.Count | Should -Be 4
        foreach ($object in $out) { $object.GetType().FullName | Should -BeIn (Get-OutputTypeName New-OpmlModel) }
        $out[0..2].Epoch | Should -Be 1, 2, 3
        ($out[0..2].Accuracy | Measure-Object -Maximum).Maximum | Should -Be $out[3].Accuracy
        $out[3].Best | Should -Be $out[3].Epochs[$out[3].Best.Epoch - 1]
        $out[0] | Out-String | Should -BeLike '*Epoch*Loss*Accuracy*Seconds*Best*1/3*%*`**'
    }

    It 'trains on objects with a Value and a Label' {
        $points = foreach ($i in 0..99) { [pscustomobject]@{ Value = ($i % 10 - 4.5), [Math]::Floor($i / 10 - 4.5); Label = [int]($i % 10 -gt 4) } }
        $trained = $points | New-OpmlModel (Join-Path $TestDrive 'points.pth') -HiddenSize 4 -Epochs 30 -LearningRate 0.05 -HeldOutSet $points
        $trained.LayerSizes | Should -Be 2, 4, 2
        $trained.Accuracy | Should -BeGreaterThan 0.95
    }

    It 'takes bytes as the pixels that they are in images' {
        $samples = foreach ($i in 0..59) { [pscustomobject]@{ Value = $digits.GetPixels($i); Label = $digits.GetLabel($i) } }
        $one = $samples | New-OpmlModel (Join-Path $TestDrive 'bytes.pth') -HiddenSize 4 -Epochs 1
        $other = New-OpmlModel (Join-Path $TestDrive 'images.pth') $digits.Slice(0, 60) -HiddenSize 4 -Epochs 1
        (Get-FileHash $one.Path).Hash | Should -Be (Get-FileHash $other.Path).Hash
    }

    It 'tells of a sample that does not fit, and learns from the others' {
        $samples = foreach ($i in 1..9) { [pscustomobject]@{ Value = , $i * ($i -eq 5 ? 3 : 2); Label = $i % 2 } }
        $trained = $samples | New-OpmlModel (Join-Path $TestDrive 'odd.pth') -Epochs 1 -ErrorAction SilentlyContinue -ErrorVariable failures
        $trained.LayerSizes[0] | Should -Be 2
        @($failures).Count | Should -Be 1
        $failures[0].Exception.Message | Should -BeLike '*has 3 values, and those before it 2*'
    }

    It 'refuses to be told twice what to hold out' {
        $failure = Get-Failure { New-OpmlModel (Join-Path $TestDrive 'twice.pth') @small -HeldOutSet $digits -HeldOutShare 0.1 }
        $failure.CategoryInfo.Category | Should -Be 'InvalidArgument'
        $failure.Exception.Message | Should -BeLike '*-HeldOutSet*-HeldOutShare*'
    }

    It 'says what to do when the weights run away' {
        $failure = Get-Failure { New-OpmlModel (Join-Path $TestDrive 'away.pth') @small -LearningRate 1e30 }
        $failure.FullyQualifiedErrorId | Should -Be 'TrainingDiverged,Opml.PowerShell.Commands.NewOpmlModelCommand'
        $failure.CategoryInfo.Category | Should -Be 'InvalidResult'
        $failure.Exception.Message | Should -BeLike '*Lower it*'
    }

    It 'keeps the best so far, and nothing else, when it is stopped' {
        $path = Join-Path $TestDrive 'stopped.pth'
        $shell = New-ModuleShell
        try {
            $null = $shell.AddCommand('New-OpmlModel').AddParameters(@{ Path = $path; TrainingSet = $digits; HeldOutShare = 0.3; Epochs = 10000; IncludeEpoch = $true })
            $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
            $running = $shell.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]] $null, $output)
            Wait-Until { $output.Count -gt 3 } 'some epochs'
            $shell.Stop()
            $running.IsCompleted | Should -BeTrue
            $shell.InvocationStateInfo.State | Should -Be 'Stopped'
            @(Get-ChildItem $TestDrive -Force | Where-Object Name -Like '*stopped*').Name | Should -Be 'stopped.pth'
            # The same training, left to run as far, or one epoch further (which the stop may have kept from being told), gives the same file.
            $same = foreach ($epochs in $output.Count, ($output.Count + 1)) {
                $again = New-OpmlModel (Join-Path $TestDrive 'again.pth') $digits -HeldOutShare 0.3 -Epochs $epochs -Force
                (Compare-OpmlModel $path $again.Path).Same
            }
            $same | Should -Contain $true
        }
        finally { $shell.Runspace.Dispose() }
    }

    It 'trains by libtorch to the same weights within rounding, or says what to do where it is not there' {
        $path = Join-Path $TestDrive 'torch.pth'
        $failure = Get-Failure { New-OpmlModel $path @small -Engine Torch }
        if ($failure) {
            $failure.FullyQualifiedErrorId | Should -Be 'EngineUnavailable,Opml.PowerShell.Commands.NewOpmlModelCommand'
            $failure.CategoryInfo.Category | Should -Be 'NotInstalled'
            $failure.TargetObject | Should -Be 'Torch'
            $failure.Exception.Message | Should -BeLike '*without -Engine Torch*'
            $path | Should -Not -Exist
        }
        else {
            $managed = New-OpmlModel (Join-Path $TestDrive 'managed.pth') @small
            (Compare-OpmlModel $path $managed.Path -Tolerance 0.005).Same | Should -BeTrue
        }
    }

    It 'takes the engine''s name in any case' {
        # Torch's alone looks at the device.
        $failure = Get-Failure { New-OpmlModel (Join-Path $TestDrive 'lower.pth') @small -Engine torch -Device gpu }
        $failure.FullyQualifiedErrorId | Should -Be (Get-Failure { New-OpmlModel (Join-Path $TestDrive 'lower.pth') @small -Engine Torch -Device gpu }).FullyQualifiedErrorId
        $failure.CategoryInfo.Category | Should -Be 'InvalidArgument'
        $failure.Exception.Message | Should -Not -BeLike '*managed engine*'
        (New-OpmlModel (Join-Path $TestDrive 'lower.pth') @small -Engine managed).Path | Should -Exist
    }

    It 'refuses a device without libtorch, or of another name' {
        (Get-Failure { New-OpmlModel (Join-Path $TestDrive 'd.pth') @small -Device cuda }).Exception.Message | Should -BeLike "*-Engine Torch*"
        (Get-Failure { New-OpmlModel (Join-Path $TestDrive 'd.pth') @small -Engine Torch -Device gpu }).CategoryInfo.Category | Should -Be 'InvalidArgument'
    }

    It 'shows epoch, rate and time left as progress' {
        $shell = New-ModuleShell
        try {
            $null = $shell.AddCommand('New-OpmlModel').AddParameters(@{ Path = (Join-Path $TestDrive 'progress.pth'); TrainingSet = $digits; Epochs = 2 })
            $null = $shell.Invoke()
            $records = @($shell.Streams.Progress)
            $records[0].StatusDescription | Should -BeLike 'epoch 1 of 2, * samples a second*'
            $records[0].SecondsRemaining | Should -BeGreaterOrEqual 0
            $records[-1].RecordType | Should -Be 'Completed'
        }
        finally { $shell.Runspace.Dispose() }
    }
}
