BeforeDiscovery {
    $manifest = Join-Path $PSScriptRoot '..' '..' 'Opml.psd1'
    $commands = @((Import-PowerShellDataFile $manifest).CmdletsToExport)
    # What writes files, starts processes or sends transactions, and how much is at stake.
    $acting = @(
        @{ Name = 'Complete-OpmlResult'; Impact = 'Medium' }
        @{ Name = 'ConvertTo-Ggml'; Impact = 'Medium' }
        @{ Name = 'ConvertTo-MipsImage'; Impact = 'Medium' }
        @{ Name = 'Export-OpmlReport'; Impact = 'Medium' }
        @{ Name = 'Invoke-EthereumContract'; Impact = 'Medium' }
        @{ Name = 'New-OpmlModel'; Impact = 'Medium' }
        @{ Name = 'Open-OpmlChallenge'; Impact = 'High' }
        @{ Name = 'Publish-EthereumContract'; Impact = 'Medium' }
        @{ Name = 'Publish-OpmlContract'; Impact = 'Medium' }
        @{ Name = 'Publish-OpmlOracle'; Impact = 'Medium' }
        @{ Name = 'Receive-OpmlPayment'; Impact = 'Medium' }
        @{ Name = 'Register-OpmlModel'; Impact = 'Medium' }
        @{ Name = 'Register-OpmlOracleModel'; Impact = 'Medium' }
        @{ Name = 'Request-OpmlInference'; Impact = 'Medium' }
        @{ Name = 'Revoke-OpmlRequest'; Impact = 'Medium' }
        @{ Name = 'Send-OpmlCallback'; Impact = 'Medium' }
        @{ Name = 'Start-OpmlChallenge'; Impact = 'Medium' }
        @{ Name = 'Start-OpmlDevnet'; Impact = 'Medium' }
        @{ Name = 'Start-OpmlNode'; Impact = 'High' }
        @{ Name = 'Stop-OpmlDevnet'; Impact = 'Medium' }
        @{ Name = 'Stop-OpmlNode'; Impact = 'Medium' }
        @{ Name = 'Submit-OpmlResult'; Impact = 'High' })
    $reading = @('Compare-MipsRun', 'Compare-OpmlModel', 'Get-EthereumContract', 'Get-MipsState', 'Get-OpmlChallenge', 'Get-OpmlDeployment', 'Get-OpmlDevnet', 'Get-OpmlModel', 'Get-OpmlNode', 'Get-OpmlOracle', 'Get-OpmlRegistration', 'Get-OpmlRequest', 'Import-OpmlIdx', 'Invoke-MipsVm', 'Invoke-OpmlInference', 'Measure-MipsRun', 'New-OpmlDigit', 'Test-OpmlModel', 'Wait-OpmlRequest')
}

BeforeAll { . (Join-Path $PSScriptRoot 'Common.ps1') }

Describe 'The module' {
    It 'has a manifest that this engine accepts' {
        (Test-ModuleManifest $Manifest).Name | Should -Be 'Opml'
    }

    It 'loads by its path, with the version of its manifest' {
        (Import-Module $Manifest -PassThru).Version | Should -Be (Import-PowerShellDataFile $Manifest).ModuleVersion
    }

    It 'is for the Core edition, 7.6 and up' {
        $data = Import-PowerShellDataFile $Manifest
        $data.CompatiblePSEditions | Should -Be 'Core'
        $data.PowerShellVersion | Should -Be '7.6'
        $data.PrivateData.PSData.Tags | Should -Not -BeNullOrEmpty
        $data.PrivateData.PSData.ReleaseNotes | Should -Not -BeNullOrEmpty
    }

    It 'exports exactly the cmdlets that its manifest names, and nothing else' {
        $exported = (Get-Module Opml).ExportedCommands.Values
        ($exported.Name | Sort-Object) | Should -Be ((Import-PowerShellDataFile $Manifest).CmdletsToExport | Sort-Object)
        ($exported | Where-Object CommandType -NE 'Cmdlet') | Should -BeNullOrEmpty
        (Get-Module Opml).ExportedVariables.Count | Should -Be 0
    }

    It 'has a public cmdlet class for each export' {
        $classes = (Get-Command -Module Opml).ImplementingType[0].Assembly.GetExportedTypes() |
            ForEach-Object { $_.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false) } | ForEach-Object { "$($_.VerbName)-$($_.NounName)" }
        ($classes | Sort-Object) | Should -Be ((Get-Module Opml).ExportedCmdlets.Keys | Sort-Object)
    }

    Context '<_>' -ForEach $commands {
        BeforeAll { $command = Get-Command $_ }

        It 'has an approved verb and a singular noun' {
            $verbs = [powershell].Assembly.GetTypes() | Where-Object { $_.Namespace -eq 'System.Management.Automation' -and $_.Name -like 'Verbs*' -and $_.IsPublic } |
                ForEach-Object { $_.GetFields().Name }
            $command.Verb | Should -BeIn $verbs
            $command.Noun | Should -Not -Match 's$'
        }

        It 'says what it gives' {
            $command.OutputType | Should -Not -BeNullOrEmpty
            foreach ($type in $command.OutputType) { $type.Type | Should -Not -BeNullOrEmpty }
        }

        It 'has at most two positional parameters in each set' {
            foreach ($set in $command.ParameterSets) { @($set.Parameters | Where-Object Position -GE 0).Count | Should -BeLessOrEqual 2 }
        }

        It 'takes pipeline input by value once a set' {
            foreach ($set in $command.ParameterSets) { @($set.Parameters | Where-Object ValueFromPipeline).Count | Should -BeLessOrEqual 1 }
        }

        It 'has a default set among its sets' {
            if ($command.ParameterSets.Count -gt 1) { $command.DefaultParameterSet | Should -BeIn $command.ParameterSets.Name }
        }
    }

    It '<Name>, which changes something, can be asked what it would do: its impact is <Impact>' -ForEach $acting {
        $metadata = [System.Management.Automation.CommandMetadata]::new((Get-Command $Name))
        $metadata.SupportsShouldProcess | Should -BeTrue
        $metadata.ConfirmImpact | Should -Be $Impact
    }

    It '<_>, which changes nothing, has no -WhatIf' -ForEach $reading {
        (Get-Command $_).Parameters.ContainsKey('WhatIf') | Should -BeFalse
    }

    It 'leaves no cmdlet out of the lists above' -ForEach @{ Listed = @($acting | ForEach-Object { $_.Name }) + $reading } {
        ($Listed | Sort-Object) | Should -Be ((Get-Module Opml).ExportedCmdlets.Keys | Sort-Object)
    }
}

Describe 'The module''s private dependencies' {
    It 'live in a load context of their own, and none in the default one' {
        $null = New-OpmlDigit 1
        Get-OpmlDevnet
        $null = Get-Failure { Publish-OpmlContract -RpcUrl 'http://127.0.0.1:9/' -Account (ConvertTo-SecureString ('1' * 64) -AsPlainText -Force) }
        $context = [System.Runtime.Loader.AssemblyLoadContext]
        $private = @($context::All | Where-Object Name -EQ 'Opml')
        $private.Count | Should -Be 1
        foreach ($name in 'Opml.Models', 'Opml.Mips', 'Opml.Dispute', 'Opml.Ethereum', 'BouncyCastle.Cryptography') {
            $private[0].Assemblies.GetName().Name | Should -Contain $name
            $context::Default.Assemblies.GetName().Name | Should -Not -Contain $name
        }
    }
}

Describe 'Import and removal' {
    It 'can be removed, and imported again' {
        $shell = New-ModuleShell
        try {
            $result = $shell.AddScript('param($Manifest)
                $before = @(New-OpmlDigit 1).Count
                Remove-Module Opml
                $without = @(Get-Command -Name New-OpmlDigit -ErrorAction Ignore -Module Opml).Count
                Import-Module $Manifest
                $before, $without, @(New-OpmlDigit 2).Count').AddArgument($Manifest).Invoke()
            $result | Should -Be 1, 0, 1
            $shell.Streams.Error.Count | Should -Be 0
        }
        finally { $shell.Runspace.Dispose() }
    }

    It 'stops what a runspace started when the module is removed there, and nothing of other runspaces' {
        $mine = Start-OpmlDevnet
        $shell = New-ModuleShell
        try {
            $theirs = @($shell.AddScript('Start-OpmlDevnet').Invoke())[0]
            $theirs.Ended.IsCompleted | Should -BeFalse
            $shell.Commands.Clear()
            $null = $shell.AddScript('Remove-Module Opml').Invoke()
            $theirs.Ended.IsCompleted | Should -BeTrue
            $mine.Ended.IsCompleted | Should -BeFalse
            @(Get-OpmlDevnet).RpcUrl | Should -Contain $mine.RpcUrl
            Get-BlockNumber $mine.RpcUrl | Should -Be 0
        }
        finally {
            $shell.Runspace.Dispose()
            $mine | Stop-OpmlDevnet
        }
    }
}
