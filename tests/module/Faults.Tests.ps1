# Files are written beside and renamed: on a disk that fills up, and in a folder that cannot be written to, a command says so, and
# leaves what was there before and nothing else.

BeforeDiscovery {
    # Small file systems of their own need Linux and root.
    $canMount = $IsLinux -and (& id -u) -eq '0'
    if ($canMount) {
        $probe = New-Item -ItemType Directory -Path (Join-Path ([System.IO.Path]::GetTempPath()) ([guid]::NewGuid().ToString('n')))
        & mount -t tmpfs -o size=64k tmpfs $probe.FullName 2>$null
        $canMount = $LASTEXITCODE -eq 0
        if ($canMount) { & umount $probe.FullName }
        Remove-Item -LiteralPath $probe.FullName
    }
    if (-not $canMount) { Write-Host 'skipped: a disk that is full needs a file system of its own, which only root on Linux can mount' }
    $commands = @(
        @{ Command = 'ConvertTo-Ggml'; File = 'out.ggml' }
        @{ Command = 'ConvertTo-MipsImage'; File = 'out.bin' }
        @{ Command = 'New-OpmlModel'; File = 'out.pth' })
}

BeforeAll { . (Join-Path $PSScriptRoot 'Common.ps1') }

Describe 'A disk of 16 KiB' -Skip:(-not $canMount) {
    BeforeAll {
        $disk = (New-Item -ItemType Directory -Path (Join-Path ([System.IO.Path]::GetTempPath()) ([guid]::NewGuid().ToString('n')))).FullName
        & mount -t tmpfs -o size=16k tmpfs $disk
        $digits = New-OpmlDigit 20 -Seed 1
        $network = Join-Path $TestDrive 'network.pth'
        $null = $digits | New-OpmlModel $network -Epochs 1
        $program = Join-Path $Root 'examples' 'mnist' 'guest' 'mnist.elf'

        function Invoke-Writer([string] $Command, [string] $Path) {
            switch ($Command) {
                'ConvertTo-Ggml' { ConvertTo-Ggml $network -Destination $Path -Force }
                'ConvertTo-MipsImage' { ConvertTo-MipsImage $program -Destination $Path -Force }
                'New-OpmlModel' { $digits | New-OpmlModel $Path -Epochs 1 -Force }
            }
        }
    }

    AfterAll {
        & umount $disk
        Remove-Item -LiteralPath $disk
    }

    Context '<Command>' -ForEach $commands {
        BeforeEach {
            & mount -o remount,rw $disk
            Get-ChildItem -LiteralPath $disk -Force | Remove-Item -Force
            $target = Join-Path $disk $File
            [System.IO.File]::WriteAllText($target, 'before')
        }

        It 'says that the disk is full, and leaves what was there' {
            $failure = @(Get-Failure { Invoke-Writer $Command $target })
            $failure.Count | Should -Be 1
            $failure[0].CategoryInfo.Category | Should -Be 'WriteError'
            $failure[0].Exception.Message | Should -Match 'space|full'
            [System.IO.File]::ReadAllText($target) | Should -Be 'before'
            @(Get-ChildItem -LiteralPath $disk -Force).Name | Should -Be $File
        }

        It 'says that nothing can be written where nothing can be' {
            & mount -o remount,ro $disk
            $failure = @(Get-Failure { Invoke-Writer $Command $target })
            & mount -o remount,rw $disk
            $failure.Count | Should -Be 1
            $failure[0].CategoryInfo.Category | Should -Be 'WriteError'
            $failure[0].Exception.Message | Should -Match 'Read-only|read-only|denied'
            [System.IO.File]::ReadAllText($target) | Should -Be 'before'
            @(Get-ChildItem -LiteralPath $disk -Force).Name | Should -Be $File
        }
    }
}

Describe 'A file that fails' {
    BeforeAll {
        $network = Join-Path $TestDrive 'network.pth'
        $digits = New-OpmlDigit 20 -Seed 1
        $null = $digits | New-OpmlModel $network -Epochs 1
        $program = Join-Path $TestDrive 'echo.elf'
        Copy-Item (Join-Path $Guests 'echo.elf') $program
        $run = Invoke-MipsVm $program -InputObject (, [byte[]] 1)
        $tooLong = Join-Path $TestDrive ('x' * 300)
        # No other may open it meanwhile.
        function Invoke-Locked([string] $Path, [scriptblock] $Action) {
            $lock = [System.IO.File]::Open($Path, 'Open', 'ReadWrite', 'None')
            try { Get-Failure $Action } finally { $lock.Dispose() }
        }
    }

    It 'is a ReadError of <Name> where it is an input' -ForEach @(
        @{ Name = 'ConvertTo-Ggml'; Action = { Invoke-Locked $network { ConvertTo-Ggml $network } } }
        @{ Name = 'ConvertTo-MipsImage'; Action = { Invoke-Locked $program { ConvertTo-MipsImage $program } } }
        @{ Name = 'Get-OpmlModel'; Action = { Invoke-Locked $network { Get-OpmlModel $network } } }
        @{ Name = 'Invoke-MipsVm'; Action = { Invoke-Locked $network { Invoke-MipsVm $program -InputPath $network } } }) {
        $failure = @(& $Action)
        $failure.Count | Should -Be 1
        $failure[0].CategoryInfo.Category | Should -Be 'ReadError'
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'IO,Opml.PowerShell.Commands.*'
    }

    It 'is a WriteError of <Name> where it is an output' -ForEach @(
        @{ Name = 'ConvertTo-Ggml'; Action = { ConvertTo-Ggml $network -Destination $tooLong } }
        @{ Name = 'ConvertTo-Ggml -Format Gguf'; Action = { ConvertTo-Ggml $network -Destination $tooLong -Format Gguf } }
        @{ Name = 'ConvertTo-MipsImage'; Action = { ConvertTo-MipsImage $program -Destination $tooLong } }
        @{ Name = 'New-OpmlModel'; Action = { $digits | New-OpmlModel $tooLong -Epochs 1 } }
        @{ Name = 'Export-OpmlReport'; Action = { $run | Export-OpmlReport $tooLong } }) {
        $failure = @(Get-Failure $Action)
        $failure.Count | Should -Be 1
        $failure[0].CategoryInfo.Category | Should -Be 'WriteError'
        $failure[0].FullyQualifiedErrorId | Should -Match '^(PathTooLong|IO),Opml\.PowerShell\.Commands\.'
    }
}
