BeforeAll { . (Join-Path $PSScriptRoot 'Common.ps1') }

Describe 'Compare-OpmlModel' {
    It 'finds the same weights in <Left> and <Right>' -ForEach @(
        @{ Left = 'lenet.pt'; Right = 'lenet.safetensors' }
        @{ Left = 'lenet.pt'; Right = 'lenet.bin' }
        @{ Left = 'lenet.pt'; Right = 'lenet.onnx' }
        @{ Left = 'module.pt'; Right = 'legacy.pt' }
        @{ Left = 'module.pt'; Right = 'parallel.pt' }) {
        $result = Compare-OpmlModel (Join-Path $StateDicts $Left) (Join-Path $StateDicts $Right)
        $result.GetType().FullName | Should -BeIn (Get-OutputTypeName Compare-OpmlModel)
        $result.Same | Should -Be $true
        $result.Differences.Length | Should -Be 0
    }

    It 'says where values differ, and takes a tolerance' {
        $source = Join-Path $StateDicts 'lenet.pt'
        $half = ConvertTo-Ggml $source -Destination (Join-Path $TestDrive 'half.gguf') -Format Gguf -Type F16
        $result = $half | Compare-OpmlModel $source
        $result.Same | Should -Be $false
        $result.DifferencePath | Should -Be $half.Path
        $difference = $result.Differences[0]
        $difference.Name, $difference.Match | Should -Be 'conv1.weight', 'Values'
        ($difference.MaximumDistance -gt 0 -and $difference.MaximumDistance -lt 0.001) | Should -Be $true
        (Compare-OpmlModel $source $half.Path -Tolerance 0.001).Same | Should -Be $true
        $result | Out-String | Should -BeLike '*conv1.weight: * of 18 values differ, first at *'
        $result.Differences | Out-String -Width 160 | Should -BeLike '*Distance*conv1.weight*Values*'
    }

    It 'names what only one file has' {
        $result = Compare-OpmlModel (Join-Path $StateDicts 'lenet.pt') (Join-Path $StateDicts 'module.pt')
        @($result.Tensors | Where-Object Match -EQ 'OnlyInReference').Count | Should -Be 6
        @($result.Tensors | Where-Object Match -EQ 'OnlyInDifference').Count | Should -Be 9
    }

    It 'tells of a file that is not there' {
        $failure = Get-Failure { Compare-OpmlModel (Join-Path $StateDicts 'lenet.pt') (Join-Path $TestDrive 'none.pt') }
        $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }
}
