# Runs spec files in Pester 5 syntax: discovery first, then the run, with Pester's scopes. One file each for the parts.
Set-StrictMode -Version 3.0

# What runs now. Phase is Discovery or Run; Block is the block being read or run; User is the session state of the specs.
$script:Run = $null

foreach ($part in 'Model', 'Scope', 'Discovery', 'Execution', 'TestDrive', 'Report', 'Should', 'Operators') {
    . (Join-Path $PSScriptRoot 'parts' "$part.ps1")
}
