BeforeAll { . (Join-Path $PSScriptRoot 'Common.ps1') }

Describe 'ConvertTo-MipsImage' {
    BeforeAll {
        # A fresh folder with copies of some guests.
        function New-Folder([string[]] $Name = @()) {
            $folder = (New-Item -ItemType Directory -Path (Join-Path $TestDrive ([guid]::NewGuid().ToString('n')))).FullName
            foreach ($item in $Name) { Copy-Item -LiteralPath (Join-Path $Guests "$item.elf") -Destination $folder }
            $folder
        }

        # Fields of a big-endian ELF file, read and changed in place.
        function Get-Word([byte[]] $Elf, [int] $Offset) { [System.Buffers.Binary.BinaryPrimitives]::ReadUInt32BigEndian([byte[]] $Elf[$Offset..($Offset + 3)]) }
        function Set-Word([byte[]] $Elf, [int] $Offset, [uint32] $Value) { (ConvertTo-WordByte $Value).CopyTo($Elf, $Offset) }
        function Set-Half([byte[]] $Elf, [int] $Offset, [int] $Value) { $Elf[$Offset] = $Value -shr 8; $Elf[$Offset + 1] = $Value -band 255 }

        # The place of a program header: the one of this number among those that are loaded, or the first that is not.
        function Get-Segment([byte[]] $Elf, [int] $Loaded = -1) {
            $at = [int] (Get-Word $Elf 28)
            for ($i = 0; $i -lt $Elf[45]; $i++) {
                if ((Get-Word $Elf $at) -ne 1) { if ($Loaded -lt 0) { return $at } }
                elseif ($Loaded -ge 0 -and $Loaded-- -eq 0) { return $at }
                $at += 32
            }
            throw 'No such segment.'
        }
    }

    Context 'conversion' {
        It 'writes a flat image with the program at its addresses and a stub before it' {
            $folder = New-Folder hello
            $image = ConvertTo-MipsImage (Join-Path $folder 'hello.elf')
            $image.GetType().FullName | Should -BeIn (Get-OutputTypeName ConvertTo-MipsImage)
            $image.Path | Should -Be (Join-Path $folder 'hello.bin')
            $image.Source | Should -Be (Join-Path $folder 'hello.elf')
            $image.Length % 4096 | Should -Be 0
            $image.Length | Should -Be (Get-Item $image.Path).Length
            $image.EntryPoint | Should -BeGreaterOrEqual 0x10000
        }

        It 'keeps the symbols with the image and beside its file' {
            $image = ConvertTo-MipsImage (Join-Path (New-Folder hello) 'hello.elf')
            $image.Symbols.Find('__start').Address | Should -Be $image.EntryPoint
            (ConvertTo-MipsImage $image.Path -Destination (Join-Path $TestDrive 'again.bin')).Symbols.Find('__start').Address | Should -Be $image.EntryPoint
        }

        It 'takes a flat image as it is' {
            $path = New-EndlessProgram (Join-Path (New-Folder) 'endless.img')
            $image = ConvertTo-MipsImage $path
            [System.IO.File]::ReadAllBytes($image.Path) | Should -Be ([System.IO.File]::ReadAllBytes($path))
            $image.Symbols.Count | Should -Be 0
        }

        It 'converts a Go program, its symbols included' {
            $image = ConvertTo-MipsImage (Join-Path $Root 'examples' 'mnist' 'guest' 'mnist.elf') -Destination (Join-Path $TestDrive 'mnist.bin')
            $image.Symbols.Find('runtime.gcenable') | Should -Not -BeNullOrEmpty
        }

        It 'gives the same bytes each time' {
            $source = Join-Path (New-Folder memory) 'memory.elf'
            $first = (Get-FileHash (ConvertTo-MipsImage $source).Path).Hash
            (Get-FileHash (ConvertTo-MipsImage $source -Force).Path).Hash | Should -Be $first
        }

        It 'feeds Invoke-MipsVm' {
            (ConvertTo-MipsImage (Join-Path (New-Folder hello) 'hello.elf') | Invoke-MipsVm).StandardOutput | Should -Be "hello from C`n"
        }
    }

    Context 'paths' {
        It 'expands wildcards in -Path' {
            @(ConvertTo-MipsImage (Join-Path (New-Folder echo, hello, trap) '*o.elf')).Count | Should -Be 2
        }

        It 'takes -LiteralPath, and what Get-ChildItem gives, to the letter' {
            $folder = New-Folder hello
            Rename-Item (Join-Path $folder 'hello.elf') 'h[1].elf'
            (ConvertTo-MipsImage -LiteralPath (Join-Path $folder 'h[1].elf')).Path | Should -Be (Join-Path $folder 'h[1].bin')
            (Get-ChildItem $folder -Filter '*.elf' | ConvertTo-MipsImage -Force).Path | Should -Be (Join-Path $folder 'h[1].bin')
            Get-Failure { ConvertTo-MipsImage -LiteralPath (Join-Path $folder '*.elf') } | Should -Not -BeNullOrEmpty
        }

        It 'takes paths by value, and objects with a Path by name' {
            $folder = New-Folder echo, hello
            $paths = (Join-Path $folder 'echo.elf'), (Join-Path $folder 'hello.elf')
            @($paths | ConvertTo-MipsImage).Count | Should -Be 2
            @($paths | ForEach-Object { [pscustomobject]@{ Path = $_ } } | ConvertTo-MipsImage -Force).Count | Should -Be 2
        }

        It 'reads and writes relative to the session''s location' {
            $folder = New-Folder hello
            Push-Location $folder
            try { (ConvertTo-MipsImage hello.elf out.bin).Path | Should -Be (Join-Path $folder 'out.bin') } finally { Pop-Location }
        }

        It 'writes into the folder that -Destination names' {
            $target = New-Folder
            @(ConvertTo-MipsImage (Join-Path (New-Folder echo, hello) '*.elf') -Destination $target).Path | Should -Be (Join-Path $target 'echo.bin'), (Join-Path $target 'hello.bin')
        }

        It 'refuses <What> by name' -ForEach @(
            @{ What = 'a source that is no file system''s'; Action = { ConvertTo-MipsImage 'Env:PATH' } }
            @{ What = 'a destination that is no file system''s'; Action = { ConvertTo-MipsImage (Join-Path $Guests 'hello.elf') -Destination 'Env:X' } }) {
            $failure = Get-Failure $Action
            $failure.Exception.Message | Should -BeLike '*provider Environment*'
            $failure.FullyQualifiedErrorId | Should -Be 'PSArgument,Opml.PowerShell.Commands.ConvertToMipsImageCommand'
        }
    }

    Context '-WhatIf and -Force' {
        It 'writes nothing with -WhatIf, -Force or not' {
            $folder = New-Folder hello
            ConvertTo-MipsImage (Join-Path $folder 'hello.elf') -WhatIf | Should -BeNullOrEmpty
            ConvertTo-MipsImage (Join-Path $folder 'hello.elf') -WhatIf -Force | Should -BeNullOrEmpty
            (Get-ChildItem $folder -Force).Name | Should -Be 'hello.elf'
        }

        It 'keeps a file that is there, unless forced' {
            $folder = New-Folder hello
            $target = Join-Path $folder 'hello.bin'
            [System.IO.File]::WriteAllText($target, 'mine')
            $failure = Get-Failure { ConvertTo-MipsImage (Join-Path $folder 'hello.elf') }
            $failure.FullyQualifiedErrorId | Should -Be 'FileExists,Opml.PowerShell.Commands.ConvertToMipsImageCommand'
            $failure.CategoryInfo.Category | Should -Be 'ResourceExists'
            [System.IO.File]::ReadAllText($target) | Should -Be 'mine'
            (ConvertTo-MipsImage (Join-Path $folder 'hello.elf') -Force).Length | Should -Be (Get-Item $target).Length
        }
    }

    Context 'errors' {
        It 'refuses <Name>: <Error>' -ForEach @(
            @{ Name = 'refused-release2'; Error = 'WrongInstructionSet'; Says = '*MIPS32 release 2*' }
            @{ Name = 'refused-hardfloat'; Error = 'HardFloat'; Says = '*hard float*' }
            @{ Name = 'refused-pie'; Error = 'NotStatic'; Says = '*position-independent*' }
            @{ Name = 'refused-object'; Error = 'NotExecutable'; Says = '*object file*' }) {
            $source = Join-Path $Guests "$Name.elf"
            $target = Join-Path $TestDrive 'refused.bin'
            $failure = Get-Failure { ConvertTo-MipsImage $source -Destination $target }
            $failure.FullyQualifiedErrorId | Should -Be 'MipsImage,Opml.PowerShell.Commands.ConvertToMipsImageCommand'
            $failure.CategoryInfo.Category | Should -Be 'InvalidData'
            $failure.TargetObject | Should -Be $source
            $failure.Exception.Error | Should -Be $Error
            $failure.Exception.Message | Should -BeLike $Says
            $failure.Exception.Message | Should -BeLike '*go build*mips-linux-gnu-gcc*'
            $target | Should -Not -Exist
        }

        It 'refuses <What>: <Kind>' -ForEach @(
            @{ What = 'an x86-64 program'; Kind = 'WrongMachine'; Edit = { $elf[4] = 2; $elf[5] = 1; Set-Half $elf 16 0x0200; Set-Half $elf 18 0x3e00 }; Says = '*x86-64*' }
            @{ What = 'a 64-bit program'; Kind = 'Wrong64Bit'; Edit = { $elf[4] = 2 }; Says = '*64-bit*' }
            @{ What = 'a little-endian program'; Kind = 'WrongByteOrder'; Edit = { $elf[5] = 1; Set-Half $elf 16 0x0200; Set-Half $elf 18 0x0800 }; Says = '*little-endian*' }
            @{ What = 'a core dump'; Kind = 'NotExecutable'; Edit = { Set-Half $elf 16 4 }; Says = '*core dump*' }
            @{ What = 'a dynamic program'; Kind = 'NotStatic'; Edit = { Set-Word $elf (Get-Segment $elf) 3 }; Says = '*dynamic linker*' }
            @{ What = 'a program of n32'; Kind = 'WrongAbi'; Edit = { Set-Word $elf 36 0x50001020 }; Says = '*n32*' }
            @{ What = 'a program for MIPS32 release 6 by its e_flags'; Kind = 'WrongInstructionSet'; Edit = { Set-Word $elf 36 0x90001000u }; Says = '*release 6*' }
            @{ What = 'a program with 64-bit floats by its e_flags'; Kind = 'HardFloat'; Edit = { Set-Word $elf 36 0x50001201 }; Says = '*hard float*' }
            @{ What = 'a program with nothing to load'; Kind = 'Empty'; Edit = { Set-Word $elf 28 0; Set-Half $elf 44 0 }; Says = '*no segment to load*' }
            @{ What = 'a segment on the start-up stub'; Kind = 'Overlap'; Edit = { Set-Word $elf ((Get-Segment $elf 0) + 8) 0 }; Says = '*start-up stub*' }
            @{ What = 'segments on one another'; Kind = 'Overlap'; Edit = { Set-Word $elf ((Get-Segment $elf 1) + 8) 0x10010 }; Says = '*overlap*' }
            @{ What = 'a segment in the heap'; Kind = 'OutOfRange'; Edit = { Set-Word $elf ((Get-Segment $elf 1) + 8) 0x20000000 }; Says = '*past 0x20000000*' }
            @{ What = 'a segment on the input'; Kind = 'OutOfRange'; Edit = { Set-Word $elf ((Get-Segment $elf 1) + 8) 0x31000000 }; Says = '*input, output and model*' }
            @{ What = 'a misaligned entry point'; Kind = 'BadEntryPoint'; Edit = { Set-Word $elf 24 ((Get-Word $elf 24) + 1) }; Says = '*entry point*' }
            @{ What = 'an unknown version of ELF'; Kind = 'Malformed'; Edit = { $elf[6] = 2 }; Says = '*version*' }
            @{ What = 'a table past the end'; Kind = 'Truncated'; Edit = { Set-Word $elf 32 ($elf.Length - 39) }; Says = '*cut short*' }) {
            $elf = [System.IO.File]::ReadAllBytes((Join-Path $Guests 'memory.elf'))
            & $Edit
            $source = Join-Path $TestDrive 'edited.elf'
            [System.IO.File]::WriteAllBytes($source, $elf)
            $failure = Get-Failure { ConvertTo-MipsImage $source -Force }
            $failure.FullyQualifiedErrorId | Should -Be 'MipsImage,Opml.PowerShell.Commands.ConvertToMipsImageCommand'
            $failure.Exception.Error | Should -Be $Kind
            $failure.Exception.Message | Should -BeLike $Says
        }

        It 'refuses a Go program that is <What>: <Kind>' -ForEach @(
            @{ What = 'stripped'; Kind = 'StrippedGo'; Edit = { Set-Word $elf 32 0; Set-Half $elf 48 0; Set-Half $elf 50 0 }; Says = '*no symbol table*-ldflags*' }
            @{ What = 'of another runtime'; Kind = 'UnknownGo'; Says = '*no function runtime.gcenable*Go 1.19*'; Edit = {
                    $text = [System.Text.Encoding]::Latin1
                    $elf = $text.GetBytes($text.GetString($elf).Replace("`0runtime.gcenable`0", "`0runtime.gcEnable`0")) } }) {
            $elf = [System.IO.File]::ReadAllBytes((Join-Path $Root 'examples' 'mnist' 'guest' 'mnist.elf'))
            . $Edit
            $source = Join-Path $TestDrive 'go.elf'
            [System.IO.File]::WriteAllBytes($source, $elf)
            $failure = Get-Failure { ConvertTo-MipsImage $source }
            $failure.Exception.Error | Should -Be $Kind
            $failure.Exception.Message | Should -BeLike $Says
        }

        It 'refuses <What>: <Kind>' -ForEach @(
            @{ What = 'an empty file'; Kind = 'NotAnImage'; Length = 0; Text = '' }
            @{ What = 'a text'; Kind = 'NotAnImage'; Length = 20; Text = 'Hello, world: a text' }
            @{ What = 'a program cut in its header'; Kind = 'Truncated'; Length = 10; Text = "`u{7f}ELF`u{1}`u{2}`u{1}" }
            @{ What = 'a file larger than the program''s range'; Kind = 'TooLarge'; Length = 0x20000001; Text = '' }) {
            $source = Join-Path $TestDrive 'file.img'
            $stream = [System.IO.File]::Create($source)
            try {
                $stream.Write([System.Text.Encoding]::Latin1.GetBytes($Text))
                $stream.SetLength($Length)
            }
            finally { $stream.Dispose() }
            $failure = Get-Failure { ConvertTo-MipsImage $source }
            $failure.Exception.Error | Should -Be $Kind
            $failure.CategoryInfo.Category | Should -Be 'InvalidData'
        }

        It 'has a case for every kind of error above' {
            $kinds = (Get-Failure { ConvertTo-MipsImage (Join-Path $Guests 'refused-pie.elf') }).Exception.Error.GetType()
            $text = [System.IO.File]::ReadAllText((Join-Path $PSScriptRoot 'ConvertTo-MipsImage.Tests.ps1'))
            foreach ($kind in [enum]::GetNames($kinds)) { $text | Should -Match "(Kind|Error) = '$kind'" }
        }

        It 'goes on after what fails' {
            $folder = New-Folder hello, refused-pie, trap
            $done = @(ConvertTo-MipsImage (Join-Path $folder '*.elf') -ErrorAction SilentlyContinue -ErrorVariable failures)
            ($done.Path | Split-Path -Leaf) | Should -Be 'hello.bin', 'trap.bin'
            $failures.TargetObject | Should -Be (Join-Path $folder 'refused-pie.elf')
        }

        It 'ends with the first failure under -ErrorAction Stop' {
            $folder = New-Folder refused-pie, trap
            { ConvertTo-MipsImage (Join-Path $folder '*.elf') -ErrorAction Stop } | Should -Throw -ErrorId 'MipsImage,Opml.PowerShell.Commands.ConvertToMipsImageCommand'
            Join-Path $folder 'trap.bin' | Should -Not -Exist
        }

        It 'tells of what is not there, and of folders' {
            (Get-Failure { ConvertTo-MipsImage (Join-Path $TestDrive 'nowhere.elf') }).CategoryInfo.Category | Should -Be 'ObjectNotFound'
            (Get-Failure { ConvertTo-MipsImage (Join-Path $TestDrive 'nowhere*.elf') }).CategoryInfo.Category | Should -Be 'ObjectNotFound'
            (Get-Failure { ConvertTo-MipsImage $TestDrive }).Exception.Message | Should -BeLike '*is a folder*'
            (Get-Failure { ConvertTo-MipsImage (Join-Path $Guests 'hello.elf') -Destination (Join-Path $TestDrive 'no' 'x.bin') }).CategoryInfo.Category | Should -Be 'ObjectNotFound'
        }
    }
}
