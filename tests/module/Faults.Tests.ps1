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
            $failure[0].CategoryInfo.Category | Should -BeIn 'WriteError', 'ResourceUnavailable', 'OpenError'
            $failure[0].Exception.Message | Should -Match 'space|full'
            [System.IO.File]::ReadAllText($target) | Should -Be 'before'
            @(Get-ChildItem -LiteralPath $disk -Force).Name | Should -Be $File
        }

        It 'says that nothing can be written where nothing can be' {
            & mount -o remount,ro $disk
            $failure = @(Get-Failure { Invoke-Writer $Command $target })
            & mount -o remount,rw $disk
            $failure.Count | Should -Be 1
            $failure[0].Exception.Message | Should -Match 'Read-only|read-only|denied'
            [System.IO.File]::ReadAllText($target) | Should -Be 'before'
            @(Get-ChildItem -LiteralPath $disk -Force).Name | Should -Be $File
        }
    }
}
