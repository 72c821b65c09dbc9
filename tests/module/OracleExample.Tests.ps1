BeforeAll { . (Join-Path $PSScriptRoot 'Common.ps1') }

Describe 'The oracle''s example' {
    BeforeAll {
        $before = @(Get-OwnAnvil)
        $objects = @(& (Join-Path $Root 'examples' 'oracle' 'oracle.ps1') -Destination (Join-Path $TestDrive 'files') -Digit 3 -PassThru)
        function Get-Stage([string] $Name) { $objects | Where-Object { $_.GetType().Name -eq $Name } }
    }

    It 'has a contract ask, and receive the digit that the machine read' {
        $answer = @(Get-Stage ContractAnswer)[-1]
        $answer.Values[1] | Should -Be 2
        $answer.Values[2] | Should -Be (Get-Stage PostedResult).Output[3]
        (Get-Stage OpmlRequest).IsFinalized | Should -BeTrue
        (Get-Stage OpmlDelivery).Success | Should -BeTrue
    }

    It 'pays everyone' {
        @(Get-Stage OpmlPayment).Count | Should -Be 3
        foreach ($payment in Get-Stage OpmlPayment) { $payment.Amount | Should -BeGreaterThan 0 }
    }

    It 'shows every stage in order, and leaves no node' {
        $names = @($objects | ForEach-Object { $_.GetType().Name })
        $places = 'TrainedModel', 'OpmlDeployment', 'OracleModel', 'EthereumContract', 'ContractTransaction', 'PostedResult', 'OpmlRequest', 'OpmlDelivery', 'ContractAnswer', 'OpmlPayment' | ForEach-Object { [array]::IndexOf($names, $_) }
        $places | Should -Not -Contain -1
        $places | Should -Be @($places | Sort-Object)
        @(Get-OwnAnvil) | Should -Be $before
    }
}

Describe 'docs/oracle.md' {
    BeforeAll {
        $work = (New-Item -ItemType Directory (Join-Path $TestDrive 'page')).FullName
        $digits = New-OpmlDigit 500 -Seed 1
        $null = $digits | New-OpmlModel (Join-Path $work 'mnist.pth') -Epochs 1
        $pixels = $digits.GetPixels(0)
        [System.IO.File]::WriteAllBytes((Join-Path $work 'digit.bin'), $pixels)
        Copy-Item (Join-Path $Root 'examples' 'mnist' 'guest' 'mnist.elf'), (Join-Path $Root 'examples' 'oracle' 'DigitReader.json') $work
        $page = [System.IO.File]::ReadAllText((Join-Path $Root 'docs' 'oracle.md'))
        $blocks = @([regex]::Matches($page, '(?s)```powershell\n(.*?)```') | ForEach-Object { $_.Groups[1].Value })
    }

    AfterAll { Get-OpmlDevnet | Stop-OpmlDevnet }

    It 'leads from a state_dict to a callback, as it is written' {
        Push-Location $work
        try {
            $ConfirmPreference = 'None'
            Set-StrictMode -Version 3.0
            $said = foreach ($block in $blocks) {
                if ($block -match 'Wait-OpmlRequest') { Step-Clock (Get-OpmlDevnet) 3600 }
                . ([scriptblock]::Create($block))
            }
        }
        finally { Pop-Location }
        $blocks.Count | Should -BeGreaterOrEqual 6
        @($said)[-2] | Should -Be 2
        @($said)[-1] | Should -BeIn @(0..9)
    }
}
