@{
    RootModule           = 'module/bin/Opml.PowerShell.dll'
    NestedModules        = @('module/bin/Opml.Loader.dll')
    ModuleVersion        = '0.1.0'
    GUID                 = '2a0020bc-2feb-440f-b53d-b8e4e05e7063'
    Author               = 'The Opml authors'
    CompanyName          = 'The Opml authors'
    Copyright            = '(c) The Opml authors. MIT licence.'
    Description          = 'Optimistic machine learning: run a model in a provable machine, post its result to a chain, and settle a dispute about it in one instruction.'
    CompatiblePSEditions = @('Core')
    PowerShellVersion    = '7.6'
    FormatsToProcess     = @('module/Opml.Format.ps1xml')
    CmdletsToExport      = @(
        'Compare-OpmlModel'
        'Complete-OpmlResult'
        'ConvertTo-Ggml'
        'ConvertTo-MipsImage'
        'Get-OpmlDevnet'
        'Get-OpmlModel'
        'Get-OpmlRequest'
        'Import-OpmlIdx'
        'Invoke-MipsVm'
        'New-OpmlDigit'
        'New-OpmlModel'
        'Open-OpmlChallenge'
        'Publish-OpmlContract'
        'Register-OpmlModel'
        'Request-OpmlInference'
        'Start-OpmlChallenge'
        'Start-OpmlDevnet'
        'Stop-OpmlDevnet'
        'Submit-OpmlResult'
        'Test-OpmlModel'
    )
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{
        PSData = @{
            Tags         = @('opML', 'machine-learning', 'fraud-proof', 'ethereum', 'mips')
            LicenseUri   = 'https://opensource.org/license/mit'
            ReleaseNotes = 'See CHANGELOG.md.'
        }
    }
}
