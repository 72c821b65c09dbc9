BeforeAll { . (Join-Path $PSScriptRoot 'Common.ps1') }

Describe 'New-OpmlDigit' {
    It 'draws that many digits, 28 by 28, all classes among them' {
        $digits = New-OpmlDigit 200
        $digits.GetType().FullName | Should -BeIn (Get-OutputTypeName New-OpmlDigit)
        $digits.Count, $digits.Rows, $digits.Columns | Should -Be 200, 28, 28
        @(0..199 | ForEach-Object { $digits.GetLabel($_) } | Sort-Object -Unique) | Should -Be @(0..9)
    }

    It 'draws the same ones for the same seed, and others for another' {
        $one = (New-OpmlDigit 5 -Seed 7).GetPixels(4)
        (New-OpmlDigit 5 -Seed 7).GetPixels(4) | Should -Be $one
        (New-OpmlDigit 5 -Seed 8).GetPixels(4) | Should -Not -Be $one
    }

    It 'begins where -First says' {
        (New-OpmlDigit 1 -First 4 -Seed 7).GetPixels(0) | Should -Be (New-OpmlDigit 5 -Seed 7).GetPixels(4)
    }

    It 'refuses <Name> <Value>' -ForEach @(
        @{ Name = 'Count'; Value = 0 }
        @{ Name = 'Count'; Value = 1000001 }
        @{ Name = 'First'; Value = -1 }) {
        $arguments = @{ Count = 1 }
        $arguments[$Name] = $Value
        { New-OpmlDigit @arguments } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }
}
