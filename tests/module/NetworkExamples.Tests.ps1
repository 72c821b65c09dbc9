BeforeAll { . (Join-Path $PSScriptRoot 'Common.ps1') }

Describe 'The example of a convolutional network' {
    BeforeAll {
        $before = @(Get-OwnAnvil)
        $files = Join-Path $TestDrive 'lenet'
        $objects = @(& (Join-Path $Root 'examples' 'lenet' 'lenet.ps1') -PassThru -Destination $files -Count 1500 -Epochs 2)
        function Get-Stage([string] $Type) { $objects | Where-Object { $_.GetType().Name -eq $Type } }
    }

    It 'trains a network that knows most digits' {
        (Get-Stage TrainedModel).Accuracy | Should -BeGreaterThan 0.8
        (Get-Stage TrainedModel).Convolutions | Should -Be 6, 16
    }

    It 'has one answer, natively and in the machine' {
        $run = Get-Stage MachineRun
        $run.Status | Should -Be 'Succeeded'
        $run.Output.Count | Should -Be 44
        [System.Convert]::ToHexString((Get-Stage InferenceResult).Output) | Should -Be ([System.Convert]::ToHexString($run.Output))
        (Get-Stage InferenceResult).Class | Should -Be $run.OutputInt32[0]
    }

    It 'has the liar slashed for a step of the middle of the run' {
        $outcome = $objects[-1]
        $outcome.WinnerRole | Should -Be 'Challenger'
        $outcome.Step.Step | Should -Be ([uint64] ((Get-Stage MachineRun).Steps / 2) - 1)
        $outcome.Step.Symbol | Should -BeLike '*guestlib*'
        @(Get-OwnAnvil) | Should -Be $before
    }
}

Describe 'The example of fixed point' {
    BeforeAll {
        $objects = @(& (Join-Path $Root 'examples' 'quantized' 'quantized.ps1') -PassThru -Destination (Join-Path $TestDrive 'quantized') -Count 1500 -Epochs 2)
        $comparison = $objects[-1]
    }

    It 'takes a fraction of the steps' {
        $comparison.Drop | Should -BeGreaterThan 4
        $comparison.FixedSteps | Should -BeLessThan $comparison.FloatSteps
    }

    It 'reads the digits about as well' {
        $comparison.FloatAccuracy | Should -BeGreaterThan 0.8
        [System.Math]::Abs($comparison.FixedAccuracy - $comparison.FloatAccuracy) | Should -BeLessThan 0.01
    }
}
