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

    It 'leaves nothing behind when it is stopped' {
        $path = Join-Path $TestDrive 'stopped.pth'
        $shell = New-ModuleShell
        try {
            $null = $shell.AddCommand('New-OpmlModel').AddParameters(@{ Path = $path; TrainingSet = $digits; Epochs = 10000 })
            $running = $shell.BeginInvoke()
            Wait-Until { $shell.Streams.Progress.Count -gt 0 } 'an epoch'
            $shell.Stop()
            $running.IsCompleted | Should -BeTrue
            $shell.InvocationStateInfo.State | Should -Be 'Stopped'
            @(Get-ChildItem $TestDrive -Force | Where-Object Name -Like '*stopped*') | Should -BeNullOrEmpty
        }
        finally { $shell.Runspace.Dispose() }
    }
}
