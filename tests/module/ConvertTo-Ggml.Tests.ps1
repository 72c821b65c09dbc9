BeforeDiscovery {
    $good = 'module', 'protocol4', 'parameters', 'plain-dict', 'types', 'views', 'shapes', 'extras', 'big-endian', 'little-endian', 'deflated', 'cuda', 'legacy', 'legacy-views', 'checkpoint', 'parallel'
}

BeforeAll { . (Join-Path $PSScriptRoot 'Common.ps1') }

Describe 'ConvertTo-Ggml' {
    BeforeAll {
        # A fresh folder with copies of some state_dicts.
        function New-Folder([string[]] $Name = @()) {
            $folder = (New-Item -ItemType Directory -Path (Join-Path $TestDrive ([guid]::NewGuid().ToString('n')))).FullName
            foreach ($item in $Name) { Copy-Item -LiteralPath (Join-Path $StateDicts "$item.pt") -Destination $folder }
            $folder
        }
    }

    Context 'conversion' {
        It 'gives PyTorch''s own float32 for <_>.pt, big-endian' -ForEach $good {
            $folder = New-Folder $_
            $file = ConvertTo-Ggml (Join-Path $folder "$_.pt")
            [Convert]::ToHexString([System.IO.File]::ReadAllBytes($file.Path)) | Should -Be ([Convert]::ToHexString([System.IO.File]::ReadAllBytes((Join-Path $StateDicts "$_.bin"))))
        }

        It 'returns the model with its tensors: index, source name, shape' {
            $file = ConvertTo-Ggml (Join-Path (New-Folder module) 'module.pt')
            $file.GetType().FullName | Should -BeIn (Get-OutputTypeName ConvertTo-Ggml)
            $file.ByteOrder | Should -Be 'Big'
            $file.Length | Should -Be (Get-Item $file.Path).Length
            $file.Tensors[0].Index, $file.Tensors[0].Name | Should -Be 0, 'fc1.weight'
            $file.Tensors[0].Shape | Should -Be 4, 5
            $file.Tensors[7].Name | Should -Be 'fc2.weight'
            $file.ParameterCount | Should -Be 56
        }

        It 'writes words of the other order with -ByteOrder Little' {
            $source = Join-Path (New-Folder module) 'module.pt'
            $big = [System.IO.File]::ReadAllBytes((ConvertTo-Ggml $source -Destination (Join-Path $TestDrive 'big.ggml')).Path)
            $file = ConvertTo-Ggml $source -Destination (Join-Path $TestDrive 'little.ggml') -ByteOrder Little
            $little = [System.IO.File]::ReadAllBytes($file.Path)
            $file.ByteOrder | Should -Be 'Little'
            $little.Length | Should -Be $big.Length
            for ($i = 0; $i -lt $big.Length; $i += 4) { [array]::Reverse($little, $i, 4) }
            [Convert]::ToHexString($little) | Should -Be ([Convert]::ToHexString($big))
        }

        It 'names the entries that are no tensors by Verbose' {
            $said = ConvertTo-Ggml (Join-Path (New-Folder extras) 'extras.pt') -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }
            @($said | Where-Object Message -Like "*entry 'note' is no tensor*").Count | Should -Be 1
        }
    }

    Context 'formats' {
        It 'reads <Name>.<Extension> by its content' -ForEach @(
            @{ Name = 'lenet'; Extension = 'safetensors' }
            @{ Name = 'types'; Extension = 'safetensors' }
            @{ Name = 'lenet'; Extension = 'onnx' }
            @{ Name = 'lenet'; Extension = 'bin' }) {
            $copy = Join-Path $TestDrive 'copy.xyz'
            Copy-Item (Join-Path $StateDicts "$Name.$Extension") $copy -Force
            $file = ConvertTo-Ggml $copy -Destination (Join-Path $TestDrive 'copy.ggml') -Force
            (Compare-OpmlModel (Join-Path $StateDicts "$Name.bin") $file.Path).Same | Should -Be $true
        }

        It 'writes GGUF of type <Type> in byte order <Order>' -ForEach @(
            foreach ($type in 'F32', 'F16', 'BF16', 'Q8_0', 'Q4_0') { foreach ($order in 'Little', 'Big') { @{ Type = $type; Order = $order } } }) {
            $source = Join-Path (New-Folder module) 'module.pt'
            $file = ConvertTo-Ggml $source -Format Gguf -Type $Type -ByteOrder $Order -Metadata @{ 'general.name' = 'm'; 'x.sizes' = 1, 2 }
            $file.Path | Should -Be ([System.IO.Path]::ChangeExtension($source, 'gguf'))
            $file.Format, $file.ByteOrder | Should -Be 'Gguf', $Order
            $file.Length | Should -Be (Get-Item $file.Path).Length
            $model = Get-OpmlModel $file.Path
            ($model.Metadata | Where-Object Key -EQ 'x.sizes').Value | Should -Be 1, 2
            $model.Tensors[0].Name | Should -Be 'fc1.weight'
            (Compare-OpmlModel $source $file.Path -Tolerance 0.01).Same | Should -Be $true
        }

        It 'writes little-endian GGUF unless told otherwise' {
            (ConvertTo-Ggml (Join-Path (New-Folder module) 'module.pt') -Format Gguf).ByteOrder | Should -Be 'Little'
        }

        It 'writes the tensors that are named, in that order' {
            (ConvertTo-Ggml (Join-Path (New-Folder module) 'module.pt') -Tensor fc2.bias, 'fc1.*').Tensors.Name | Should -Be 'fc2.bias', 'fc1.weight', 'fc1.bias'
        }

        It 'refuses <What>' -ForEach @(
            @{ What = 'a type for the tutorial''s format'; Arguments = @{ Type = 'F16' }; Says = '*-Format Gguf*' }
            @{ What = 'metadata for the tutorial''s format'; Arguments = @{ Metadata = @{ a = 1 } }; Says = '*-Format Gguf*' }
            @{ What = 'metadata of a type that GGUF has not'; Arguments = @{ Format = 'Gguf'; Metadata = @{ a = [datetime]::UnixEpoch } }; Says = '*System.DateTime*' }
            @{ What = 'a list of several types'; Arguments = @{ Format = 'Gguf'; Metadata = @{ a = 1, 'x' } }; Says = '*several types*' }
            @{ What = 'a tensor that is not there'; Arguments = @{ Tensor = 'none' }; Says = "*no tensor 'none'*" }
            @{ What = 'an entry that is not there'; Arguments = @{ Entry = 'none' }; Says = "*no entry 'none'*" }) {
            $folder = New-Folder module
            (Get-Failure { ConvertTo-Ggml (Join-Path $folder 'module.pt') @Arguments }).Exception.Message | Should -BeLike $Says
            (Get-ChildItem $folder -Force).Name | Should -Be 'module.pt'
        }
    }

    Context 'paths' {
        It 'expands wildcards in -Path' {
            @(ConvertTo-Ggml (Join-Path (New-Folder module, shapes, views) '*s.pt')).Tensors.Count | Should -Be 18
        }

        It 'takes -LiteralPath to the letter' {
            $folder = New-Folder module
            Rename-Item (Join-Path $folder 'module.pt') 'a[1].pt'
            Get-Failure { ConvertTo-Ggml -Path (Join-Path $folder 'a[1].pt') } | Should -Not -BeNullOrEmpty
            (ConvertTo-Ggml -LiteralPath (Join-Path $folder 'a[1].pt')).Path | Should -Be (Join-Path $folder 'a[1].ggml')
            (Get-Failure { ConvertTo-Ggml -LiteralPath (Join-Path $folder '*.pt') }).CategoryInfo.Category | Should -Be 'ObjectNotFound'
        }

        It 'takes paths from the pipeline by value' {
            $folder = New-Folder module, shapes
            @((Join-Path $folder 'module.pt'), (Join-Path $folder 'shapes.pt') | ConvertTo-Ggml).Count | Should -Be 2
        }

        It 'takes what Get-ChildItem gives to the letter' {
            $folder = New-Folder module, shapes
            Rename-Item (Join-Path $folder 'module.pt') 'a[1].pt'
            @(Get-ChildItem $folder | ConvertTo-Ggml | ForEach-Object { Split-Path -Leaf $_.Path } | Sort-Object) | Should -Be 'a[1].ggml', 'shapes.ggml'
        }

        It 'takes objects with a Path by property name' {
            $folder = New-Folder module
            ([pscustomobject]@{ Path = (Join-Path $folder 'module.pt') } | ConvertTo-Ggml).Path | Should -Be (Join-Path $folder 'module.ggml')
        }

        It 'reads and writes relative to the session''s location' {
            $folder = New-Folder module
            Push-Location $folder
            try { (ConvertTo-Ggml module.pt -Destination out.ggml).Path | Should -Be (Join-Path $folder 'out.ggml') } finally { Pop-Location }
        }

        It 'writes into the folder that -Destination names' {
            $folder = New-Folder module, shapes
            $target = New-Folder
            @(ConvertTo-Ggml (Join-Path $folder '*.pt') -Destination $target).Path | Should -Be (Join-Path $target 'module.ggml'), (Join-Path $target 'shapes.ggml')
        }

        It 'does not write two sources to one file' {
            $folder = New-Folder module, shapes
            $target = Join-Path $folder 'one.ggml'
            $written = @(ConvertTo-Ggml (Join-Path $folder '*.pt') -Destination $target -Force -ErrorAction SilentlyContinue -ErrorVariable failures)
            $written.Source | Should -Be (Join-Path $folder 'module.pt')
            $failures.Count | Should -Be 1
            $failures[0].Exception.Message | Should -BeLike '*give a folder*'
        }

        It 'refuses <What> by name' -ForEach @(
            @{ What = 'a source that is no file system''s'; Action = { ConvertTo-Ggml 'Env:PATH' } }
            @{ What = 'a literal source that is no file system''s'; Action = { ConvertTo-Ggml -LiteralPath 'Env:PATH' } }
            @{ What = 'a destination that is no file system''s'; Action = { ConvertTo-Ggml (Join-Path $StateDicts 'module.pt') -Destination 'Env:X' } }) {
            $failure = Get-Failure $Action
            $failure.Exception.Message | Should -BeLike '*provider Environment*'
            $failure.FullyQualifiedErrorId | Should -Be 'PSArgument,Opml.PowerShell.Commands.ConvertToGgmlCommand'
            $failure.CategoryInfo.Category | Should -Be 'InvalidArgument'
        }
    }

    Context '-WhatIf and -Force' {
        It 'writes nothing with -WhatIf, -Force or not' {
            $folder = New-Folder module
            ConvertTo-Ggml (Join-Path $folder 'module.pt') -WhatIf | Should -BeNullOrEmpty
            ConvertTo-Ggml (Join-Path $folder 'module.pt') -WhatIf -Force | Should -BeNullOrEmpty
            (Get-ChildItem $folder -Force).Name | Should -Be 'module.pt'
        }

        It 'keeps a file that is there, unless forced' {
            $folder = New-Folder module
            $target = Join-Path $folder 'module.ggml'
            [System.IO.File]::WriteAllText($target, 'mine')
            $failure = Get-Failure { ConvertTo-Ggml (Join-Path $folder 'module.pt') }
            $failure.FullyQualifiedErrorId | Should -Be 'FileExists,Opml.PowerShell.Commands.ConvertToGgmlCommand'
            $failure.CategoryInfo.Category | Should -Be 'ResourceExists'
            $failure.Exception.Message | Should -BeLike '*-Force*-Destination*'
            [System.IO.File]::ReadAllText($target) | Should -Be 'mine'
            (ConvertTo-Ggml (Join-Path $folder 'module.pt') -Force).Length | Should -Be (Get-Item $target).Length
        }
    }

    Context 'errors' {
        It 'refuses <Name>.pt: <Says>' -ForEach @(
            @{ Name = 'whole-model'; Says = '__main__.Net' }
            @{ Name = 'two-entries'; Says = '-Entry' }
            @{ Name = 'nested'; Says = "'state' is a container with tensors" }
            @{ Name = 'legacy-global'; Says = '_io.BytesIO' }
            @{ Name = 'bare-tensor'; Says = 'a single tensor' }
            @{ Name = 'list'; Says = 'no dictionary' }
            @{ Name = 'complex'; Says = 'complex values' }
            @{ Name = 'sparse'; Says = 'to_dense()' }
            @{ Name = 'quantized'; Says = 'dequantize()' }
            @{ Name = 'numpy'; Says = 'a NumPy object' }
            @{ Name = 'empty'; Says = 'no tensors' }
            @{ Name = 'numbered'; Says = 'has a number for a name' }
            @{ Name = 'torchscript'; Says = 'TorchScript program' }) {
            $source = Join-Path $StateDicts 'refused' "$Name.pt"
            $target = Join-Path $TestDrive 'refused.ggml'
            $failure = Get-Failure { ConvertTo-Ggml $source -Destination $target }
            $failure.FullyQualifiedErrorId | Should -Be 'ModelFormat,Opml.PowerShell.Commands.ConvertToGgmlCommand'
            $failure.CategoryInfo.Category | Should -Be 'InvalidData'
            $failure.TargetObject | Should -Be $source
            $failure.Exception.Message | Should -BeLike "*$Says*"
            $target | Should -Not -Exist
        }

        It 'refuses <What>: <Says>' -ForEach @(
            @{ What = 'an empty file'; Bytes = @(); Says = 'it is empty' }
            @{ What = 'a damaged ggml file'; Bytes = [byte[]][char[]] 'ggml0000'; Says = 'dimensions' }
            @{ What = 'a damaged GGUF file'; Bytes = [byte[]][char[]] 'GGUF0000'; Says = 'GGUF version' }
            @{ What = 'an HDF5 file'; Bytes = @(0x89) + [byte[]][char[]] 'HDF00000'; Says = 'an HDF5 file' }
            @{ What = 'a gzip file'; Bytes = @(0x1f, 0x8b, 8, 0); Says = 'compressed with gzip' }
            @{ What = 'a safetensors file'; Bytes = @(2, 0, 0, 0, 0, 0, 0, 0) + [byte[]][char[]] '{}'; Says = 'no tensors' }
            @{ What = 'a bare pickle'; Bytes = @(0x80, 2, 0x7d, 0x2e); Says = 'a bare pickle' }
            @{ What = 'a text'; Bytes = [byte[]][char[]] 'hello, world'; Says = 'no model file' }
            @{ What = 'the beginning of a zip file'; Bytes = @(0x50, 0x4b, 3, 4, 0, 0); Says = 'truncated or damaged' }) {
            $source = Join-Path $TestDrive 'bad.pt'
            [System.IO.File]::WriteAllBytes($source, [byte[]] $Bytes)
            $failure = Get-Failure { ConvertTo-Ggml $source -Force }
            $failure.FullyQualifiedErrorId | Should -Be 'ModelFormat,Opml.PowerShell.Commands.ConvertToGgmlCommand'
            $failure.Exception.Message | Should -BeLike "*$Says*"
        }

        It 'refuses every cut of a file' {
            $bytes = [System.IO.File]::ReadAllBytes((Join-Path $StateDicts 'module.pt'))
            $source = Join-Path $TestDrive 'cut.pt'
            foreach ($length in 1, 4, 30, 100, 1000, ($bytes.Length / 2), ($bytes.Length - 1)) {
                [System.IO.File]::WriteAllBytes($source, $bytes[0..($length - 1)])
                (Get-Failure { ConvertTo-Ggml $source -Force }).FullyQualifiedErrorId | Should -BeLike 'ModelFormat,*'
            }
        }

        It 'tells of a file that is not there, and of a pattern that nothing matches' {
            foreach ($path in (Join-Path $TestDrive 'nowhere.pt'), (Join-Path $TestDrive 'nowhere*.pt')) {
                $failure = Get-Failure { ConvertTo-Ggml $path }
                $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
                $failure.TargetObject | Should -Be $path
            }
        }

        It 'tells of a folder in place of a file, and of a folder that is not there' {
            (Get-Failure { ConvertTo-Ggml $TestDrive }).Exception.Message | Should -BeLike '*is a folder*'
            (Get-Failure { ConvertTo-Ggml (Join-Path $StateDicts 'module.pt') -Destination (Join-Path $TestDrive 'no' 'x.ggml') }).CategoryInfo.Category | Should -Be 'ObjectNotFound'
        }

        It 'tells of a drive that is not there' {
            (Get-Failure { ConvertTo-Ggml 'Nodrive:/x.pt' }).CategoryInfo.Category | Should -Be 'ObjectNotFound'
        }

        It 'goes on after what fails' {
            $folder = New-Folder module, shapes
            Copy-Item (Join-Path $StateDicts 'refused' 'list.pt') (Join-Path $folder 'm.pt')
            $done = @((Join-Path $folder 'm.pt'), (Join-Path $folder 'none.pt'), (Join-Path $folder 's*.pt'), (Join-Path $folder 'module.pt') |
                    ConvertTo-Ggml -ErrorAction SilentlyContinue -ErrorVariable failures)
            ($done.Path | Split-Path -Leaf) | Should -Be 'shapes.ggml', 'module.ggml'
            $failures.FullyQualifiedErrorId | Should -Be 'ModelFormat,Opml.PowerShell.Commands.ConvertToGgmlCommand', 'ItemNotFound,Opml.PowerShell.Commands.ConvertToGgmlCommand'
        }

        It 'ends with the first failure under -ErrorAction Stop, and keeps its id' {
            $folder = New-Folder module
            { ConvertTo-Ggml (Join-Path $StateDicts 'refused' '*.pt'), (Join-Path $folder 'module.pt') -Destination $folder -ErrorAction Stop } |
                Should -Throw -ErrorId 'ModelFormat,Opml.PowerShell.Commands.ConvertToGgmlCommand'
            Join-Path $folder 'module.ggml' | Should -Not -Exist
        }
    }
}
