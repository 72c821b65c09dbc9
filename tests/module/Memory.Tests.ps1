# A process that may take 256 MiB, and commands that take more: each says that memory ran out and what to do, and leaves no file, no child
# process and no wreck of a session behind. What streams, or goes to disk, gets by.

BeforeDiscovery {
    $bound = 'ParameterArgumentTransformationError'
    $short = @(
        @{ What = 'a guest that writes to 1 GiB'; Command = 'Invoke-MipsVm $writer'; Id = 'OutOfMemory' }
        @{ What = 'the same, step by step'; Command = 'Invoke-MipsVm $writer -Mode Reference'; Id = 'OutOfMemory' }
        @{ What = 'its state'; Command = 'Get-MipsState $writer -Step 600000'; Id = 'OutOfMemory' }
        @{ What = 'where its steps go'; Command = 'Measure-MipsRun $writer'; Id = 'OutOfMemory' }
        @{ What = 'a dispute about it'; Command = 'Start-OpmlChallenge $writer ([byte[]] 1) -InputObject (, [byte[]] 1) -Fault Memory -FaultStep 600000'; Id = 'OutOfMemory' }
        @{ What = 'a program of 300 MB'; Command = 'ConvertTo-MipsImage $large -Destination (Join-Path $folder out.bin)'; Id = 'OutOfMemory' }
        @{ What = 'training of 65,536 neurons'; Command = 'New-OpmlDigit 100 | New-OpmlModel (Join-Path $folder out.pth) -HiddenSize 65536 -Epochs 1'; Id = 'OutOfMemory' }
        @{ What = 'a million digits'; Command = 'New-OpmlDigit 1000000'; Id = 'OutOfMemory' }
        @{ What = 'a model of 300 MB to infer with'; Command = 'Invoke-OpmlInference $model -InputObject (, [byte[]] 1)'; Id = $bound })
    $enough = @(
        @{ What = 'converts a model of 300 MB'; Command = 'ConvertTo-Ggml $model -Destination (Join-Path $folder out.ggml)'; File = @('out.ggml') }
        @{ What = 'looks at one'; Command = 'Get-OpmlModel $model'; File = @() }
        @{ What = 'plays a dispute about a run whose states take 1 GiB'; Command = 'Start-OpmlChallenge $rewriter ([byte[]] 1) -InputObject (, [byte[]] 1) -Fault Memory -FaultStep 1000000'; File = @() })
}

BeforeAll { . (Join-Path $PSScriptRoot 'Common.ps1') }

Describe 'With 256 MiB of memory' {
    BeforeAll {
        # A safetensors file of the tutorial's network with a wide layer; its zeros take no room on disk.
        function New-LargeModel([string] $Path, [long] $Width) {
            $end = 0L
            $tensors = foreach ($tensor in @('fc1.weight', "$Width,784", (784 * $Width)), @('fc1.bias', "$Width", $Width), @('fc2.weight', "10,$Width", (10 * $Width)), @('fc2.bias', '10', 10)) {
                $from = $end
                $end += 4 * $tensor[2]
                '"{0}":{{"dtype":"F32","shape":[{1}],"data_offsets":[{2},{3}]}}' -f $tensor[0], $tensor[1], $from, $end
            }
            $header = [System.Text.Encoding]::ASCII.GetBytes('{' + ($tensors -join ',') + '}')
            $stream = [System.IO.File]::Create($Path)
            $stream.Write([System.BitConverter]::GetBytes([long] $header.Length), 0, 8)
            $stream.Write($header, 0, $header.Length)
            $stream.SetLength(8 + $header.Length + $end)
            $stream.Dispose()
        }

        $folder = (New-Item -ItemType Directory -Path (Join-Path $TestDrive 'files')).FullName
        $writer = Join-Path $folder 'writer.bin'
        # lui t0,0x1000; lui t1,0x5000; a word to each page from t0 to t1; exit_group(0)
        [System.IO.File]::WriteAllBytes($writer, (ConvertTo-WordByte @(0x3c081000, 0x3c095000, 0xad080000u, 0x25081000, 0x1509fffd, 0, 0x24021096, 0x24040000, 0x0000000c)))
        $rewriter = Join-Path $folder 'rewriter.bin'
        # 200 times a word to each of 4,096 pages; exit_group(0)
        [System.IO.File]::WriteAllBytes($rewriter, (ConvertTo-WordByte @(0x240a00c8, 0x3c081000, 0x3c091100, 0xad0a0000u, 0x25081000, 0x1509fffd, 0, 0x254affffu, 0x1540fff8, 0, 0x24021096, 0x24040000, 0x0000000c)))
        $large = Join-Path $folder 'large.bin'
        $stream = [System.IO.File]::Create($large)
        $stream.SetLength(300MB)
        $stream.Dispose()
        $model = Join-Path $folder 'model.safetensors'
        New-LargeModel $model 100000
        $program = ConvertTo-MipsImage (Join-Path $Guests 'hello.elf') -Destination $folder

        # Runs a command in a process with little memory, then a small one in the same session; gives what came of both.
        function Invoke-Short([string] $Command) {
            $result = Join-Path $TestDrive 'result.json'
            $script = Join-Path $TestDrive 'short.ps1'
            [System.IO.File]::WriteAllText($script, @"
                . '$(Join-Path $Root 'tests' 'module' 'Common.ps1')'
                Import-Module '$Manifest'
                `$folder = '$folder'; `$writer = '$writer'; `$rewriter = '$rewriter'; `$large = '$large'; `$model = '$model'
                `$id = `$category = `$message = ''
                try { `$null = $Command }
                catch { `$id = `$_.FullyQualifiedErrorId; `$category = "`$(`$_.CategoryInfo.Category)"; `$message = `$_.Exception.Message }
                `$left = @(Get-OwnAnvil).Count
                `$status = "`$((Invoke-MipsVm '$($program.Path)').Status)"
                `$json = ConvertTo-Json -Compress ([ordered]@{ Id = `$id; Category = `$category; Message = `$message; Left = `$left; Status = `$status })
                [System.IO.File]::WriteAllText('$result', `$json)
"@)
            $shell = Get-ShellStart
            $first = $shell.Arguments
            $env:DOTNET_GCHeapHardLimit = '0x10000000'
            try { $said = & $shell.Program @first -NoProfile -File $script 2>&1 } finally { $env:DOTNET_GCHeapHardLimit = $null }
            if (-not (Test-Path $result)) { throw "The process ended before its time: $said" }
            [System.IO.File]::ReadAllText($result) | ConvertFrom-Json
            Remove-Item $result
        }

        function Get-FileName { @(Get-ChildItem -LiteralPath $folder -Force).Name }
        $before = Get-FileName
    }

    It '<What> is too much, which is said' -ForEach $short {
        $outcome = Invoke-Short $Command
        $outcome.Id | Should -BeLike "$Id,Opml.PowerShell.Commands.*"
        if ($Id -eq 'OutOfMemory') { $outcome.Category | Should -Be 'ResourceUnavailable' }
        $outcome.Message | Should -Match 'Memory ran out: this process may take 256 MiB\..* allow the process more'
        $outcome.Left | Should -Be 0
        $outcome.Status | Should -Be 'Succeeded'
        Get-FileName | Should -Be $before
    }

    It '<What>' -ForEach $enough {
        $outcome = Invoke-Short $Command
        $outcome.Message | Should -BeNullOrEmpty
        $outcome.Left | Should -Be 0
        $outcome.Status | Should -Be 'Succeeded'
        @(Get-FileName | Where-Object { $_ -notin $before }) | Should -Be $File
        $File | ForEach-Object { Remove-Item -LiteralPath (Join-Path $folder $_) }
    }
}
