# The PowerShell of README, the tutorial and the how-to pages, run as it is written; and the links of all pages.

BeforeDiscovery {
    $root = Convert-Path (Join-Path $PSScriptRoot '..' '..')
    $runnable = @(Get-ChildItem -Path (Join-Path $root 'README.md'), (Join-Path $root 'docs' 'tutorial.md'), (Join-Path $root 'docs' 'how-to' '*.md') |
            Where-Object { [System.IO.File]::ReadAllText($_.FullName) -match '(?m)^```powershell' } | ForEach-Object { @{ Page = $_.Name; Path = $_.FullName } })
    $pages = @(Get-ChildItem -Path (Join-Path $root 'README.md'), (Join-Path $root 'docs' '*.md'), (Join-Path $root 'docs' 'how-to' '*.md'), (Join-Path $root 'docs' 'reference' '*.md'), (Join-Path $root 'examples' '*.md'), (Join-Path $root 'examples' '*' '*.md') |
            ForEach-Object { @{ Page = [System.IO.Path]::GetRelativePath($root, $_.FullName); Path = $_.FullName } })
}

Describe 'The commands of the docs' {
    BeforeAll {
        . (Join-Path $PSScriptRoot 'Common.ps1')
        $state = $env:XDG_STATE_HOME
        $env:XDG_STATE_HOME = Join-Path $TestDrive 'state'
        $guest = Join-Path $Root 'examples' 'mnist' 'guest' 'mnist.elf'
        $prepared = (New-Item -ItemType Directory (Join-Path $TestDrive 'prepared')).FullName
        Copy-Item $guest $prepared
        $digits = New-OpmlDigit 500 -Seed 1
        $null = $digits | New-OpmlModel (Join-Path $prepared 'network.pth') -Epochs 1
        Copy-Item (Join-Path $prepared 'network.pth') (Join-Path $prepared 'mnist.pth')
        $null = $digits | New-OpmlModel (Join-Path $prepared 'other.pth') -Epochs 1 -Seed 2
        $null = ConvertTo-Ggml (Join-Path $prepared 'network.pth') (Join-Path $prepared 'mnist.ggml')
        $null = ConvertTo-MipsImage $guest (Join-Path $prepared 'mnist.bin')
        [System.IO.File]::WriteAllBytes((Join-Path $prepared 'digit.bin'), $digits.GetPixels(0))
        $folder = (New-Item -ItemType Directory (Join-Path $prepared 'digits')).FullName
        foreach ($i in 0, 1) { [System.IO.File]::WriteAllBytes((Join-Path $folder "$i.bin"), $digits.GetPixels($i)) }
        $models = (New-Item -ItemType Directory (Join-Path $prepared 'models')).FullName
        Copy-Item $guest, (Join-Path $prepared 'mnist.ggml') $models
        [System.IO.File]::WriteAllText((Join-Path $models 'mnist.opml.json'), '{ "program": "mnist.elf", "model": "mnist.ggml" }')

        # The files that a page says it is run with.
        $needs = @{
            'README.md'   = @('mnist.pth', 'mnist.elf', 'digit.bin')
            'tutorial.md' = @('mnist.elf')
            'models.md'   = @('network.pth', 'other.pth')
            'prove.md'    = @('mnist.elf', 'mnist.ggml', 'digits')
            'answer.md'   = @('mnist.elf', 'mnist.bin', 'mnist.ggml', 'digit.bin', 'models')
            'check.md'    = @('mnist.bin', 'mnist.ggml', 'digit.bin')
            'script.md'   = @('mnist.bin', 'mnist.ggml', 'digits')
        }
    }

    AfterAll { $env:XDG_STATE_HOME = $state }

    Context '<Page>' -ForEach $runnable {
        BeforeAll {
            $work = (New-Item -ItemType Directory (Join-Path $TestDrive "on-$Page")).FullName
            foreach ($name in $needs[$Page]) { Copy-Item (Join-Path $prepared $name) $work -Recurse }
            $blocks = @([regex]::Matches([System.IO.File]::ReadAllText($Path), '(?s)```powershell\n(.*?)```') | ForEach-Object { $_.Groups[1].Value })
            # README's others build and test the repository itself.
            if ($Page -eq 'README.md') { $blocks = $blocks[0..0] }
        }

        AfterAll {
            Get-OpmlNode | Stop-OpmlNode
            Get-OpmlDevnet | Stop-OpmlDevnet
        }

        It 'runs as it is written, from the first block to the last' {
            Push-Location $work
            try {
                $ErrorActionPreference = 'Stop'
                $ConfirmPreference = 'None'
                # A property that is not there would be an empty line, and nobody would notice.
                Set-StrictMode -Version 3.0
                foreach ($block in $blocks) {
                    # Shown as at a prompt: what a view cannot show fails, too.
                    $null = . ([scriptblock]::Create($block)) | Out-String -Width 200
                }
            }
            finally { Pop-Location }
        }
    }
}

Describe 'Links of <Page>' -ForEach $pages {
    It 'lead to files that are there' {
        $text = [regex]::Replace([System.IO.File]::ReadAllText($Path), '(?s)```.*?```', '')
        $folder = Split-Path $Path
        $broken = @([regex]::Matches($text, '\]\(([^)\s]+)\)') | ForEach-Object { $_.Groups[1].Value } |
                Where-Object { $_ -notmatch '^(https?:|#)' } | Where-Object { -not (Test-Path -LiteralPath (Join-Path $folder ($_ -replace '#.*$', ''))) })
        $broken | Should -BeNullOrEmpty
    }
}
