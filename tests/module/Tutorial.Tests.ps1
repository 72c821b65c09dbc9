BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $tutorial = Join-Path $Root 'examples' 'mnist' 'tutorial.ps1'
}

Describe 'The tutorial' {
    BeforeAll {
        $before = @(Get-OwnAnvil)
        $files = Join-Path $TestDrive 'files'
        $objects = @(& $tutorial -PassThru -Destination $files -Fault Memory -FaultStep 200000)
        function Get-Stage([string] $Type) { $objects | Where-Object { $_.GetType().Name -eq $Type } }
    }

    It 'trains a model that knows most digits' {
        (Get-Stage TrainedModel).Accuracy | Should -BeGreaterThan 0.9
    }

    It 'converts model and program, runs them, and has one class come out' {
        (Get-Stage GgmlFile).Tensors.Count | Should -Be 4
        (Get-Stage MipsImageFile).Symbols.Count | Should -BeGreaterThan 100
        $run = Get-Stage MachineRun
        $run.Status | Should -Be 'Succeeded'
        $run.OutputInt32.Count | Should -Be 1
        $run.OutputInt32[0] | Should -BeIn @(0..9)
    }

    It 'registers just these files' {
        (Get-Stage ModelVerification).IsMatch | Should -BeTrue
    }

    It 'plays the dispute down to the step of the lie, and has the liar slashed' {
        $outcome = $objects[-1]
        $outcome.WinnerRole | Should -Be 'Challenger'
        $outcome.Step.Step | Should -Be 199999
        $outcome.Step.Symbol | Should -Not -BeNullOrEmpty
        @(Get-Stage DisputeRound).Count | Should -Be $outcome.Rounds
    }

    It 'shows every stage, in order' {
        $names = @($objects | ForEach-Object { $_.GetType().Name })
        $order = 'TrainedModel', 'GgmlFile', 'MipsImageFile', 'MachineRun', 'AnvilDevnet', 'OpmlDeployment', 'RegisteredModel', 'ModelVerification', 'InferenceRequest', 'PostedResult', 'OpenedChallenge', 'DisputeRound', 'ArbitratedStep', 'DisputeOutcome'
        $places = $order | ForEach-Object { [array]::IndexOf($names, $_) }
        $places | Should -Not -Contain -1
        $places | Should -Be @($places | Sort-Object)
    }

    It 'leaves its files in the folder named, and no node' {
        foreach ($name in 'mnist.pth', 'mnist.ggml', 'mnist.bin', 'digit.bin') { Join-Path $files $name | Should -Exist }
        @(Get-OwnAnvil) | Should -Be $before
    }
}

Describe 'The tutorial as a program' {
    It 'runs in a process of its own, shows its stages and ends with 0' {
        $own = Get-ShellStart
        $start = $own.Arguments
        $lines = @(& $own.Program @start -NoProfile -NonInteractive -File $tutorial -Destination (Join-Path $TestDrive 'shown') 2>&1 | ForEach-Object { "$_" })
        $LASTEXITCODE | Should -Be 0
        $text = $lines -join "`n"
        foreach ($word in 'state_dict', 'ConvertTo-Ggml', 'ConvertTo-MipsImage', 'Invoke-MipsVm', 'Start-OpmlDevnet', 'Start-OpmlChallenge', 'The outcome', 'wins|Challenger') { $text | Should -Match $word }
        # pwsh colours what another program reads, unless NO_COLOR is set; the shell of this repository does not.
        if ($Host.Name -eq 'Opml.Shell') { $text | Should -Not -Match "`e\[" }
    }
}
