# What the examples share: the module, anvil, and how stages are shown. Dot-sourced by a script that has $Destination and $PassThru.

$ErrorActionPreference = 'Stop'
$root = Split-Path $PSScriptRoot
if (-not (Get-Module Opml)) { Import-Module (Join-Path $root 'Opml.psd1') }

# anvil, the local Ethereum node, is an npm package of the contracts' folder; where that is not, it is the user's (docs/how-to/install.md).
$contracts = Join-Path $root 'src' 'contracts'
if (-not $env:OPML_ANVIL -and (Test-Path (Join-Path $contracts 'package.json')) -and -not (Test-Path (Join-Path $contracts 'node_modules'))) {
    # On Windows not npm.ps1, which in some releases of Node loses arguments.
    $npm = if ($IsWindows) { 'npm.cmd' } else { 'npm' }
    & $npm ci --prefix $contracts --no-audit --no-fund --loglevel=error | Out-Host
    if ($LASTEXITCODE -ne 0) { throw 'npm ci failed in src/contracts: the examples need Node 20 and its npm.' }
}
$null = New-Item -ItemType Directory -Path $Destination -Force

# Shows a stage's objects under a heading; with -PassThru they go on down the pipeline instead.
function Show-Stage([string] $Heading, $Stage, [switch] $AsList) {
    if ($PassThru) { return $Stage }
    Write-Host "`n$Heading" -ForegroundColor Cyan
    if ($AsList) { $Stage | Format-List | Out-Host } else { $Stage | Out-Host }
}
