# The help as a user gets it, and every example in it, run as it stands.

BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot '..' '..' 'Opml.psd1')
    $commands = @(Get-Command -Module Opml | ForEach-Object { @{ Name = $_.Name } })
    $examples = @(foreach ($command in $commands) {
            foreach ($example in (Get-Help $command.Name).examples.example) {
                @{ Cmdlet = $command.Name; Title = $example.title; Code = $example.code }
            }
        })
}

BeforeAll { . (Join-Path $PSScriptRoot 'Common.ps1') }

Describe 'Help for <Name>' -ForEach $commands {
    BeforeAll {
        $help = Get-Help $Name -Full
    }

    It 'says what it is for' {
        $help.Synopsis | Should -Match '\.$'
        $help.description.Text | Should -Not -BeNullOrEmpty
    }

    It 'has two examples at least' {
        @($help.examples.example).Count | Should -BeGreaterOrEqual 2
    }

    It 'has the syntax of each parameter set' {
        @($help.syntax.syntaxItem).Count | Should -Be (Get-Command $Name).ParameterSets.Count
    }

    It 'has a word on every parameter, and on no other' {
        $common = [System.Management.Automation.PSCmdlet]::CommonParameters
        $declared = @((Get-Command $Name).Parameters.Keys | Where-Object { $_ -notin $common } | Sort-Object)
        $described = @($help.parameters.parameter | Where-Object { $_.description.Text } | ForEach-Object name | Sort-Object)
        $described -join ', ' | Should -Be ($declared -join ', ')
    }
}

Describe 'Topics' {
    It '<_>' -ForEach 'about_Opml', 'about_OpmlDispute' {
        Get-Help $_ | Should -Match 'SHORT DESCRIPTION'
    }
}

Describe 'Examples' {
    BeforeAll {
        $state = $env:XDG_STATE_HOME
        $env:XDG_STATE_HOME = Join-Path $TestDrive 'state'
        $prepared = (New-Item -ItemType Directory (Join-Path $TestDrive 'prepared')).FullName
        $guest = Join-Path $Root 'examples' 'mnist' 'guest' 'mnist.elf'
        Copy-Item $guest (Join-Path $prepared 'guest.elf')
        Copy-Item (Join-Path $Root 'examples' 'oracle' 'DigitReader.json') $prepared
        $null = ConvertTo-MipsImage $guest (Join-Path $prepared 'mnist.bin')

        # Networks, as state_dicts and as what the machine reads.
        $digits = New-OpmlDigit 500 -Seed 1
        $null = $digits | New-OpmlModel (Join-Path $prepared 'network.pth') -Epochs 1
        $null = $digits | New-OpmlModel (Join-Path $prepared 'other.pth') -Epochs 1 -Seed 2
        $null = ConvertTo-Ggml (Join-Path $prepared 'network.pth') (Join-Path $prepared 'mnist.ggml')
        $null = ConvertTo-Ggml (Join-Path $prepared 'other.pth') (Join-Path $prepared 'other.ggml')
        $weights = (New-Item -ItemType Directory (Join-Path $prepared 'weights')).FullName
        Copy-Item (Join-Path $prepared 'network.pth'), (Join-Path $prepared 'other.pth') $weights

        # A folder of models for a node.
        $models = (New-Item -ItemType Directory (Join-Path $prepared 'models')).FullName
        Copy-Item $guest (Join-Path $models 'mnist.elf')
        Copy-Item (Join-Path $prepared 'mnist.ggml') $models
        [System.IO.File]::WriteAllText((Join-Path $models 'mnist.opml.json'), '{ "program": "mnist.elf", "model": "mnist.ggml" }')

        # Inputs, one by itself and some in a folder.
        [System.IO.File]::WriteAllBytes((Join-Path $prepared 'digit.bin'), $digits.GetPixels(0))
        $folder = (New-Item -ItemType Directory (Join-Path $prepared 'digits')).FullName
        foreach ($i in 0, 1) { [System.IO.File]::WriteAllBytes((Join-Path $folder "$i.bin"), $digits.GetPixels($i)) }

        # MNIST's own format: 500 images of 28 by 28, and their labels.
        $images = [byte[]] (0, 0, 8, 3, 0, 0, 1, 244, 0, 0, 0, 28, 0, 0, 0, 28) + $digits.Pixels.ToArray()
        $labels = [byte[]] (0, 0, 8, 1, 0, 0, 1, 244) + $digits.Labels.ToArray()
        [System.IO.File]::WriteAllBytes((Join-Path $prepared 'train-images-idx3-ubyte'), $images)
        [System.IO.File]::WriteAllBytes((Join-Path $prepared 'train-labels-idx1-ubyte'), $labels)
    }

    AfterAll { $env:XDG_STATE_HOME = $state }

    # Each example has a copy of the files to itself.
    BeforeEach {
        $work = Join-Path $TestDrive 'work'
        Copy-Item $prepared $work -Recurse
        Push-Location $work
    }

    AfterEach {
        Pop-Location
        Get-OpmlNode | Stop-OpmlNode
        Get-OpmlDevnet | Stop-OpmlDevnet
        Remove-Item $work -Recurse -Force
    }

    It '<Cmdlet>, <Title>' -ForEach $examples {
        $run = {
            $ErrorActionPreference = 'Stop'
            $ConfirmPreference = 'None'
            # A property that is not there would be an empty line, and nobody would notice.
            Set-StrictMode -Version 3.0
            $null = . ([scriptblock]::Create($Code))
        }
        $run | Should -Not -Throw
    }
}
