BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')

    # The names of the module's libraries that a new process has loaded after a command.
    function Get-LoadedLibrary([string] $Command) {
        $own = Get-ShellStart
        $start = $own.Arguments
        $libraries = Join-Path $Root 'module' 'bin' 'deps'
        $script = "Import-Module '$Manifest'; $Command | Out-Null; 'ready'; [System.AppDomain]::CurrentDomain.GetAssemblies() | Where-Object Location -Like '$libraries*' | ForEach-Object { `$_.GetName().Name }"
        $lines = @(& $own.Program @start -NoProfile -NonInteractive -Command $script)
        $lines[0] | Should -Be 'ready'
        $lines | Select-Object -Skip 1
    }
}

Describe 'What a command loads' {
    It 'is no library of others for an import' {
        Get-LoadedLibrary 'Get-Command -Module Opml' | Where-Object { $_ -notlike 'Opml.*' } | Should -BeNullOrEmpty
    }

    It 'is what reads and writes models for a conversion' {
        $target = Join-Path $TestDrive 'model.ggml'
        $libraries = Get-LoadedLibrary "ConvertTo-Ggml '$(Join-Path $StateDicts 'checkpoint.pt')' '$target'"
        Test-Path $target | Should -Be $true
        $libraries | Should -Contain 'Opml.Models'
        $libraries | Where-Object { $_ -notlike 'Opml.*' -and $_ -notin 'System.IO.Hashing', 'System.Numerics.Tensors' } | Should -BeNullOrEmpty
        $libraries | Where-Object { $_ -in 'Opml.Node', 'Opml.Postgres' } | Should -BeNullOrEmpty
    }

    It 'is the machine for a run' {
        $libraries = Get-LoadedLibrary "Invoke-MipsVm '$(Join-Path $Guests 'echo.elf')'"
        $libraries | Should -Contain 'Opml.Mips'
        $libraries | Where-Object { $_ -notlike 'Opml.*' } | Should -BeNullOrEmpty
        $libraries | Where-Object { $_ -in 'Opml.Node', 'Opml.Postgres' } | Should -BeNullOrEmpty
    }
}
