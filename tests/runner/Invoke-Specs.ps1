<#
.SYNOPSIS
Runs the module's spec files: through Pester 5.6 or later where it is installed, through the runner beside this script elsewhere.
.DESCRIPTION
The last line is 'N passed, N failed', with ', N skipped' if any. The exit code is 1 if anything failed, or if there was nothing to run.
.EXAMPLE
./tests/runner/Invoke-Specs.ps1 -Path tests/module/ConvertTo-Ggml.Tests.ps1
#>
[CmdletBinding()]
param(
    # Spec files, or folders of *.Tests.ps1 files.
    [Parameter(Position = 0)] [string[]] $Path = @(Join-Path $PSScriptRoot '..' 'module'),
    [string[]] $Tag = @(),
    [string[]] $ExcludeTag = @(),
    # Uses the runner beside this script even where Pester is installed.
    [switch] $NoPester)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

$files = @(foreach ($item in $Path) {
        if (-not (Test-Path -LiteralPath $item)) { throw "There is no spec file or folder '$item'." }
        if (Test-Path -LiteralPath $item -PathType Container) { Get-ChildItem -Path $item -Filter '*.Tests.ps1' -Recurse -File | ForEach-Object FullName }
        else { Convert-Path -LiteralPath $item }
    }) | Sort-Object
if (@($files).Count -eq 0) {
    Write-Host "No *.Tests.ps1 file in $($Path -join ', ')."
    exit 1
}

# The specs run in scopes inside this one, in either runner, and should meet the defaults there.
$ErrorActionPreference = 'Continue'
Set-StrictMode -Off

# Pester needs cmdlets that only pwsh has. Before 5.6 it runs the BeforeAll and AfterAll of blocks that are skipped.
$pester = if (-not $NoPester -and $Host.Name -ne 'Opml.Shell') {
    Get-Module -ListAvailable Pester | Sort-Object Version -Descending | Select-Object -First 1
}
if ($pester -and $pester.Version -lt [version] '5.6.0') {
    Write-Host "Pester $($pester.Version) is older than 5.6.0: the runner beside this script runs the specs instead."
    $pester = $null
}
if ($pester) {
    Import-Module $pester.Path
    $configuration = New-PesterConfiguration
    $configuration.Run.Path = @($files)
    $configuration.Run.PassThru = $true
    $configuration.Output.Verbosity = 'Detailed'
    if ($Tag) { $configuration.Filter.Tag = $Tag }
    if ($ExcludeTag) { $configuration.Filter.ExcludeTag = $ExcludeTag }
    $result = Invoke-Pester -Configuration $configuration
    $totals = [pscustomobject]@{
        Passed  = $result.PassedCount
        Failed  = $result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount
        Skipped = $result.SkippedCount + $result.InconclusiveCount
    }
}
else {
    Import-Module (Join-Path $PSScriptRoot 'SpecRunner.psd1')
    $totals = Invoke-SpecFile -Path $files -Tag $Tag -ExcludeTag $ExcludeTag
}

$skipped = if ($totals.Skipped) { ", $($totals.Skipped) skipped" } else { '' }
Write-Host ''
Write-Host "$($totals.Passed) passed, $($totals.Failed) failed$skipped"
exit ([int] ($totals.Failed -gt 0 -or $totals.Passed + $totals.Skipped -eq 0))
