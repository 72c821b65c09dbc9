BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $examples = Join-Path $Root 'examples'
}

Describe 'Invoke-OpmlInference' {
    BeforeAll {
        $digits = New-OpmlDigit 300 -Seed 1
        $perceptron = $digits | New-OpmlModel (Join-Path $TestDrive 'mnist.pth') -HiddenSize 12 -Epochs 1
        $lenet = $digits.Slice(0, 60) | New-OpmlModel (Join-Path $TestDrive 'lenet.pth') -Convolution 3, 4 -HiddenSize 16 -Epochs 1
        $ggml = $perceptron | ConvertTo-Ggml
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive 'digits')).FullName
        foreach ($i in 0..2) { [System.IO.File]::WriteAllBytes((Join-Path $folder "$i.bin"), $digits.GetPixels($i)) }
        $first = Join-Path $folder '0.bin'
    }

    It 'answers with the bytes of the machine: <Example>' -ForEach @(
        @{ Example = 'mnist'; Program = 'Perceptron'; Model = { $ggml } }
        @{ Example = 'lenet'; Program = 'LeNet'; Model = { $lenet | ConvertTo-Ggml } }
        @{ Example = 'quantized'; Program = 'Quantized'; Model = { $lenet | ConvertTo-Ggml -Format Gguf -Type Q8_0 -ByteOrder Big } }) {
        $model = & $Model
        $run = Invoke-MipsVm (Join-Path $examples $Example 'guest' "$Example.elf") $model -InputPath (Join-Path $folder '*.bin')
        $answers = @(Invoke-OpmlInference $model (Join-Path $folder '*.bin'))
        $answers[0].GetType().FullName | Should -BeIn (Get-OutputTypeName Invoke-OpmlInference)
        $answers.Program | Should -Be $Program, $Program, $Program
        foreach ($i in 0..2) {
            $run[$i].Status | Should -Be 'Succeeded'
            [System.Convert]::ToHexString($answers[$i].Output) | Should -Be ([System.Convert]::ToHexString($run[$i].Output))
            $answers[$i].Class | Should -Be $run[$i].OutputInt32[0]
            $answers[$i].Input | Should -Be (Join-Path $folder "$i.bin")
        }
    }

    It 'takes <What>' -ForEach @(
        @{ What = 'a state_dict'; Get = { Invoke-OpmlInference $perceptron.Path $first } }
        @{ What = 'a trained model'; Get = { Invoke-OpmlInference $perceptron $first } }
        @{ What = 'a trained model from the pipeline'; Get = { $perceptron | Invoke-OpmlInference -InputPath $first } }
        @{ What = 'a converted model'; Get = { Invoke-OpmlInference $ggml $first } }
        @{ What = 'a converted model from the pipeline'; Get = { $ggml | Invoke-OpmlInference -InputPath $first } }
        @{ What = 'a model''s bytes'; Get = { Invoke-OpmlInference ([System.IO.File]::ReadAllBytes($ggml.Path)) $first } }
        @{ What = 'an input''s bytes'; Get = { Invoke-OpmlInference $ggml -InputObject $digits.GetPixels(0) } }
        @{ What = 'a file from the pipeline'; Get = { Get-Item $first | Invoke-OpmlInference $ggml } }
        @{ What = 'an exact path'; Get = { Invoke-OpmlInference $ggml -LiteralInputPath $first } }) {
        $answer = & $Get
        @($answer).Count | Should -Be 1
        $answer.Class | Should -Be (Invoke-OpmlInference $ggml $first).Class
        $answer.Scores | Should -Be (Invoke-OpmlInference $ggml $first).Scores
    }

    It 'answers each image of a set, in order, with its label' {
        $answers = @($digits | Invoke-OpmlInference $perceptron)
        $answers.Count | Should -Be 300
        $answers[7].Index | Should -Be 7
        $answers[7].Label | Should -Be $digits.Labels.ToArray()[7]
        $answers[7].Scores.Count | Should -Be 10
        ($answers[7].Probabilities | Measure-Object -Sum).Sum | Should -BeGreaterThan 0.9999
        $answers[7].Probability | Should -Be $answers[7].Probabilities[$answers[7].Class]
        @($answers | Where-Object { $_.Class -eq $_.Label }).Count | Should -BeGreaterThan 60
    }

    It 'takes several inputs as bytes, and goes on after one that is wrong' {
        $results = @(Invoke-OpmlInference $ggml -InputObject $digits.GetPixels(0), ([byte[]] (1, 2, 3)), $digits.GetPixels(1) -ErrorVariable failures -ErrorAction SilentlyContinue)
        $results.Count | Should -Be 2
        $failures[0].FullyQualifiedErrorId | Should -Be 'ModelFormat,Opml.PowerShell.Commands.InvokeOpmlInferenceCommand'
        $failures[0].CategoryInfo.Category | Should -Be 'InvalidData'
        $failures[0].Exception.Message | Should -BeLike '*3 bytes*takes 784*3136*'
    }

    It 'refuses <What>, and says what is known' -ForEach @(
        @{ What = 'a model of another kind'; Make = { Join-Path $StateDicts 'shapes.pt' }; Message = '*perceptrons*LeNet*' }
        @{ What = 'a little-endian model'; Make = { ($perceptron | ConvertTo-Ggml -Destination (Join-Path $TestDrive 'little.ggml') -ByteOrder Little -Force).Path }; Message = '*-ByteOrder Big*' }
        @{ What = 'what is no model'; Make = { $first }; Message = '*' }
        @{ What = 'a number'; Make = { 5.5 }; Message = '*path of a model file*' }) {
        $file = & $Make
        (Get-Failure { Invoke-OpmlInference $file $first }).Exception.Message | Should -BeLike $Message
    }

    It 'says which file is not there' {
        (Get-Failure { Invoke-OpmlInference $ggml (Join-Path $TestDrive 'none.bin') }).CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }

    It 'stops with the pipeline' {
        $many = New-OpmlDigit 3000 -Seed 5
        $shell = New-ModuleShell
        try {
            $script = 'param($Model, $Images) foreach ($i in 1..100000) { $Images | Invoke-OpmlInference $Model }'
            $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
            $running = $shell.AddScript($script).AddArgument($ggml.Path).AddArgument($many).BeginInvoke([System.Management.Automation.PSDataCollection[psobject]] $null, $output)
            Wait-Until { $output.Count -gt 100 } 'answers'
            $shell.Stop()
            $running.IsCompleted | Should -BeTrue
        }
        finally { $shell.Runspace.Dispose() }
    }
}
