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
        'Compare-MipsRun'
        'Compare-OpmlModel'
        'Complete-OpmlResult'
        'ConvertTo-Ggml'
        'ConvertTo-MipsImage'
        'Export-OpmlReport'
        'Get-EthereumContract'
        'Get-MipsState'
        'Get-OpmlChallenge'
        'Get-OpmlDeployment'
        'Get-OpmlDevnet'
        'Get-OpmlModel'
        'Get-OpmlNode'
        'Get-OpmlOracle'
        'Get-OpmlRegistration'
        'Get-OpmlRequest'
        'Import-OpmlIdx'
        'Invoke-EthereumContract'
        'Invoke-MipsVm'
        'Invoke-OpmlInference'
        'Measure-MipsRun'
        'New-OpmlDigit'
        'New-OpmlModel'
        'Open-OpmlChallenge'
        'Publish-EthereumContract'
        'Publish-OpmlContract'
        'Publish-OpmlOracle'
        'Receive-OpmlPayment'
        'Register-OpmlModel'
        'Register-OpmlOracleModel'
        'Request-OpmlInference'
        'Revoke-OpmlRequest'
        'Send-OpmlCallback'
        'Start-OpmlChallenge'
        'Start-OpmlDevnet'
        'Start-OpmlNode'
        'Stop-OpmlDevnet'
        'Stop-OpmlNode'
        'Submit-OpmlResult'
        'Test-OpmlModel'
        'Wait-OpmlRequest'
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
