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
