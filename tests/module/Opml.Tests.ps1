Describe 'The module' {
    It 'has a manifest that this engine accepts' {
        (Test-ModuleManifest (Join-Path $PSScriptRoot '..' '..' 'Opml.psd1')).Name | Should -Be 'Opml'
    }

    It 'loads by its path' {
        (Import-Module (Join-Path $PSScriptRoot '..' '..' 'Opml.psd1') -PassThru).Version | Should -Be '0.1.0'
    }
}
