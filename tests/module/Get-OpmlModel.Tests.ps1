BeforeAll { . (Join-Path $PSScriptRoot 'Common.ps1') }

Describe 'Get-OpmlModel' {
    It 'tells the format of <Name> by its content' -ForEach @(
        @{ Name = 'lenet.pt'; Format = 'StateDict' }
        @{ Name = 'legacy.pt'; Format = 'LegacyStateDict' }
        @{ Name = 'lenet.safetensors'; Format = 'SafeTensors' }
        @{ Name = 'lenet.onnx'; Format = 'Onnx' }
        @{ Name = 'lenet.bin'; Format = 'Ggml' }) {
        $copy = Join-Path $TestDrive 'model.xyz'
        Copy-Item (Join-Path $StateDicts $Name) $copy -Force
        $model = Get-OpmlModel $copy
        $model.GetType().FullName | Should -BeIn (Get-OutputTypeName Get-OpmlModel)
        $model.Format | Should -Be $Format
        $model.Path | Should -Be $copy
        $model.Length | Should -Be (Get-Item $copy).Length
        ($model.Tensors.Count -gt 5) | Should -Be $true
    }

    It 'gives each tensor''s statistics' {
        $tensor = (Get-OpmlModel (Join-Path $StateDicts 'views.pt')).Tensors[0]
        $tensor.Name, $tensor.Type, $tensor.Count | Should -Be 'whole', 'Float32', 120
        $tensor.Minimum, $tensor.Maximum, $tensor.Mean | Should -Be 0, 119, 59.5
        [math]::Abs($tensor.StandardDeviation - [math]::Sqrt((120 * 120 - 1) / 12)) -lt 1e-9 | Should -Be $true
        $tensor.Zeros, $tensor.NaNs, $tensor.Infinities | Should -Be 1, 0, 0
    }

    It 'leaves the values unread with -SkipStatistics' {
        $tensor = (Get-OpmlModel (Join-Path $StateDicts 'views.pt') -SkipStatistics).Tensors[0]
        $tensor.Name | Should -Be 'whole'
        $tensor.Minimum | Should -BeNullOrEmpty
    }

    It 'tells of chosen tensors in the order of naming' {
        (Get-OpmlModel (Join-Path $StateDicts 'module.pt') -Tensor 'fc2.*', fc1.bias).Tensors.Name | Should -Be 'fc2.weight', 'fc2.bias', 'fc1.bias'
        (Get-Failure { Get-OpmlModel (Join-Path $StateDicts 'module.pt') -Tensor nothing }).Exception.Message | Should -BeLike "*no tensor 'nothing'*"
    }

    It 'reads the entry that is named' {
        $path = Join-Path $StateDicts 'refused' 'two-entries.pt'
        (Get-Failure { Get-OpmlModel $path }).Exception.Message | Should -BeLike '*-Entry*'
        (Get-OpmlModel $path -Entry b).Skipped | Should -Be 'a'
    }

    It 'takes what ConvertTo-Ggml returns' {
        $file = ConvertTo-Ggml (Join-Path $StateDicts 'lenet.onnx') -Destination (Join-Path $TestDrive 'lenet.gguf') -Format Gguf
        $model = $file | Get-OpmlModel
        $model.Format | Should -Be 'Gguf'
        @($model.Metadata | Where-Object Key -EQ 'onnx.producer_name').Value | Should -Be 'pytorch'
    }

    It 'shows a line for each tensor' {
        $text = Get-OpmlModel (Join-Path $StateDicts 'lenet.pt') | Out-String
        $text | Should -BeLike '*Format*StateDict*conv1.weight Float32*fc.bias Float32*'
        $table = (Get-OpmlModel (Join-Path $StateDicts 'lenet.pt')).Tensors | Out-String -Width 160
        $table | Should -BeLike '*Minimum*conv1.weight*'
    }

    It 'refuses what is no model' {
        $failure = Get-Failure { Get-OpmlModel (Join-Path $PSScriptRoot 'Common.ps1') }
        $failure.FullyQualifiedErrorId | Should -Be 'ModelFormat,Opml.PowerShell.Commands.GetOpmlModelCommand'
        $failure.CategoryInfo.Category | Should -Be 'InvalidData'
    }
}
