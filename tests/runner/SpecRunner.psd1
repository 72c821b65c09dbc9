@{
    ModuleVersion        = '0.1.0'
    GUID                 = 'cbf9762f-b386-4007-8efb-e9320a8ccfcb'
    RootModule           = 'SpecRunner.psm1'
    Author               = 'The Opml authors'
    Description          = 'Runs spec files in Pester 5 syntax where Pester itself is not installed.'
    CompatiblePSEditions = @('Core')
    PowerShellVersion    = '7.6'
    FunctionsToExport    = @(
        'Invoke-SpecFile', 'Describe', 'Context', 'It', 'BeforeDiscovery', 'BeforeAll', 'AfterAll', 'BeforeEach', 'AfterEach',
        'Should', 'Set-ItResult')
    CmdletsToExport      = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
}
