# Pester 5 tests of the workflow beside it: against a local chain, in a few seconds. Invoke-Pester runs them, and so does tests/runner/Invoke-Specs.ps1.

Describe 'Invoke-Batch' {
    BeforeAll {
        if (-not (Get-Module Opml)) { Import-Module (Join-Path $PSScriptRoot '..' '..' 'Opml.psd1') }
        Import-Module (Join-Path $PSScriptRoot 'Workflow.psm1') -Force
        $digits = New-OpmlDigit 500 -Seed 1
        $network = $digits | New-OpmlModel (Join-Path $TestDrive 'network.pth') -Epochs 1
        $model = (ConvertTo-Ggml $network.Path).Path
        $program = (ConvertTo-MipsImage (Join-Path $PSScriptRoot '..' 'mnist' 'guest' 'mnist.elf') (Join-Path $TestDrive 'mnist.bin')).Path
        foreach ($i in 0..2) { [System.IO.File]::WriteAllBytes((Join-Path $TestDrive "$i.digit"), $digits.GetPixels($i)) }
        $devnet = Start-OpmlDevnet
        $registered = $devnet | Publish-OpmlContract | Register-OpmlModel $program $model
        $answers = @(Get-ChildItem -Path (Join-Path $TestDrive '*.digit') | Sort-Object Name | Invoke-Batch -Registered $registered -Program $program -Model $model)
    }

    AfterAll { $devnet | Stop-OpmlDevnet }

    It 'answers each input, in order' {
        $answers.Name | Should -Be '0.digit', '1.digit', '2.digit'
        $answers.RequestId | Should -Be 1, 2, 3
    }

    It 'has answers that its own runs confirm' {
        $answers.IsRight | Should -Be $true, $true, $true
        foreach ($answer in $answers.Answer) { $answer | Should -BeIn @(0..9) }
    }

    It 'says what they cost' {
        foreach ($gas in $answers.Gas) { $gas | Should -BeGreaterThan 100000 }
    }
}
