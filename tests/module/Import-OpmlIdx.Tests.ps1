BeforeAll { . (Join-Path $PSScriptRoot 'Common.ps1') }

Describe 'Import-OpmlIdx' {
    BeforeAll {
        $digits = New-OpmlDigit 12 -Seed 5
        $images = Join-Path $TestDrive 'images'
        $labels = Join-Path $TestDrive 'labels'
        # The engine's types live in a load context of their own, where a type literal does not look.
        $writer = $digits.GetType().Assembly.GetType('Opml.Models.Data.IdxWriter')
        $writer::WriteImages($digits, $images)
        $writer::WriteLabels($digits, $labels)
        # An IDX file of labels with as many as are said, whatever follows.
        function New-Label([string] $Name, [uint32[]] $Head, [int] $Length) {
            $path = Join-Path $TestDrive $Name
            [System.IO.File]::WriteAllBytes($path, (ConvertTo-WordByte $Head) + [byte[]]::new($Length))
            $path
        }
    }

    It 'reads images and labels' {
        $read = Import-OpmlIdx $images $labels
        $read.GetType().FullName | Should -BeIn (Get-OutputTypeName Import-OpmlIdx)
        $read.Count, $read.Rows, $read.Columns | Should -Be 12, 28, 28
        $read.GetPixels(11) | Should -Be $digits.GetPixels(11)
        $read.GetLabel(11) | Should -Be $digits.GetLabel(11)
    }

    It 'reads gzipped files as they are' {
        foreach ($path in $images, $labels) {
            $target = [System.IO.Compression.GZipStream]::new([System.IO.File]::Create("$path.gz"), [System.IO.Compression.CompressionMode]::Compress)
            $target.Write([System.IO.File]::ReadAllBytes($path))
            $target.Dispose()
        }
        (Import-OpmlIdx "$images.gz" "$labels.gz").GetPixels(3) | Should -Be $digits.GetPixels(3)
    }

    It 'takes paths relative to the session''s location' {
        Push-Location $TestDrive
        try { (Import-OpmlIdx images labels).Count | Should -Be 12 } finally { Pop-Location }
    }

    It 'takes pairs of paths by property name' {
        $pair = [pscustomobject]@{ ImagePath = $images; LabelPath = $labels }
        @($pair, $pair | Import-OpmlIdx).Count | Should -Be 2
    }

    It 'feeds New-OpmlModel' {
        (Import-OpmlIdx $images $labels | New-OpmlModel (Join-Path $TestDrive 'm.pth') -Epochs 1).LayerSizes[0] | Should -Be 784
    }

    It 'tells of a pair that is wrong and goes on with the next' {
        $pairs = @([pscustomobject]@{ ImagePath = $labels; LabelPath = $images }, [pscustomobject]@{ ImagePath = $images; LabelPath = $labels })
        $read = @($pairs | Import-OpmlIdx -ErrorAction SilentlyContinue -ErrorVariable failures)
        $read.Count | Should -Be 1
        $failures.Count | Should -Be 1
    }

    It 'refuses <What>: <Id>, <Category>' -ForEach @(
        @{ What = 'swapped files'; Files = { $labels, $images }; Id = 'ModelFormat'; Category = 'InvalidData'; Says = '*swapped*' }
        @{ What = 'labels of another set'; Files = { $images, (New-Label other 0x801, 3 3) }; Id = 'ModelFormat'; Category = 'InvalidData'; Says = '*do not belong together*' }
        @{ What = 'a cut file'; Files = { $images, (New-Label cut 0x801, 12 11) }; Id = 'ModelFormat'; Category = 'InvalidData'; Says = '*does not fit its*' }
        @{ What = 'a file that goes on'; Files = { $images, (New-Label long 0x801, 12 13) }; Id = 'ModelFormat'; Category = 'InvalidData'; Says = '*does not fit its*' }
        @{ What = 'a count of 2^32 - 1'; Files = { $images, (New-Label huge 0x801, 0xffffffffu 3) }; Id = 'ModelFormat'; Category = 'InvalidData'; Says = '*damaged*' }
        @{ What = 'an empty file'; Files = { $images, (New-Label empty @() 0) }; Id = 'ModelFormat'; Category = 'InvalidData'; Says = '*truncated*' }
        @{ What = 'a file that is not there'; Files = { $images, (Join-Path $TestDrive 'nowhere') }; Id = 'ItemNotFound'; Category = 'ObjectNotFound'; Says = '*nowhere*' }
        @{ What = 'a folder'; Files = { $images, $TestDrive }; Id = 'PSArgument'; Category = 'InvalidArgument'; Says = '*is a folder*' }
        @{ What = 'a path that is no file system''s'; Files = { $images, 'Env:PATH' }; Id = 'PSArgument'; Category = 'InvalidArgument'; Says = '*provider Environment*' }) {
        $pair = & $Files
        $failure = Get-Failure { Import-OpmlIdx $pair[0] $pair[1] }
        $failure.FullyQualifiedErrorId | Should -Be "$Id,Opml.PowerShell.Commands.ImportOpmlIdxCommand"
        $failure.CategoryInfo.Category | Should -Be $Category
        $failure.Exception.Message | Should -BeLike $Says
        $failure.TargetObject | Should -Be $pair[0]
    }
}
