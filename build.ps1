#!/usr/bin/env pwsh
#Requires -Version 7.6
<#
.SYNOPSIS
Builds, tests, measures and packs the project, under pwsh or under its own shell.
.DESCRIPTION
Build    the solution, the module's files under module/bin, and the contracts' and tests' tools (npm ci) where they are missing;
         with -Libtorch the native library of New-OpmlModel's other engine too, a download of 0.7 GB
Test     Build, then every xunit project and the module's specs; the last line is 'N passed, N failed'
Bench    the benchmarks; with Package before it, start-up too; -Micro for the engine's parts by themselves, -Only for some (guests, hash, machine, trace, long, scaling, training, inference, stream, scale)
Conformance  the random tests of machine and contract at length: -Scale times what Test makes of them, from -Seed on
Mutate   faults sown into a copy of the sources, one at a time: do the tests notice each? -Fault takes only those numbers
Fuzz     feeds the parsers bad bytes, guided by the branches they take; -Minutes (60) and -Seed; finds lie under artifacts/fuzz
Soak     many requests, liars, killed nodes and failing endpoints on one chain; -Requests, -Minutes and -Seed size it
Package  the module as a folder and as a .nupkg, and archives of the shell with the module that need no .NET, one for each
         -Runtime, under artifacts/publish
Clean    removes what the others made
.EXAMPLE
./build.ps1 Test
.EXAMPLE
dotnet run --project src/Opml.Shell -c Release -- build.ps1 Test
.EXAMPLE
./build.ps1 Clean, Build -Configuration Debug
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0, ValueFromRemainingArguments)]
    [ArgumentCompletions('Build', 'Test', 'Bench', 'Conformance', 'Mutate', 'Fuzz', 'Soak', 'Package', 'Clean')]
    [string[]] $Task = 'Build',
    [ValidateSet('Release', 'Debug')]
    [string] $Configuration = 'Release',
    [switch] $Libtorch,
    [switch] $Micro,
    [string[]] $Only = @(),
    [int] $Requests = 200,
    [int] $Minutes = 0,
    [int] $Scale = 200,
    [int[]] $Fault = @(),
    [int] $Seed = 0,
    [ValidateSet('linux-x64', 'win-x64', 'osx-arm64')]
    [string[]] $Runtime = @('linux-x64', 'win-x64', 'osx-arm64'))

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false
$root = $PSScriptRoot
# Lists that another program's command line brings are text: "Package," "Bench", or "guests,hash".
$Task = @($Task -split '[,\s]+' -ne '')
$Only = @($Only -split '[,\s]+' -ne '')
$tasks = 'Build', 'Test', 'Bench', 'Conformance', 'Mutate', 'Fuzz', 'Soak', 'Package', 'Clean'
foreach ($name in $(if ($Task) { $Task } else { '' })) {
    if ($name -notin $tasks) {
        Write-Host "build.ps1: there is no task '$name'; there are $($tasks -join ', ')." -ForegroundColor Red
        exit 64
    }
}
# libtorch is 0.7 GB: it is restored only when asked for.
$native = if ($Libtorch) { @('-p:Libtorch=true') } else { @() }
$inOwnShell = $Host.Name -eq 'Opml.Shell'
# By its name alone PowerShell takes npm.ps1 on Windows, which in some releases of Node loses the arguments of a call through a variable.
$npm = if ($IsWindows) { 'npm.cmd' } else { 'npm' }

# Runs a program and shows what it prints; anything but 0 ends the build.
function Invoke-Tool([string] $Program, [string[]] $Arguments) {
    Write-Host "> $Program $($Arguments -join ' ')" -ForegroundColor Cyan
    & $Program @Arguments | Out-Host
    if ($LASTEXITCODE -ne 0) { throw "'$Program $($Arguments -join ' ')' ended with exit code $LASTEXITCODE." }
}

# Runs a test program; gives its exit code and its lines, which are shown as they come.
function Invoke-TestProgram([string] $Program, [string[]] $Arguments) {
    Write-Host "> $Program $($Arguments -join ' ')" -ForegroundColor Cyan
    $lines = [System.Collections.Generic.List[string]]::new()
    & $Program @Arguments 2>&1 | ForEach-Object { $line = "$_"; $lines.Add($line); Write-Host $line }
    [pscustomobject]@{ ExitCode = $LASTEXITCODE; Lines = $lines }
}

function Invoke-Build {
    Invoke-Tool dotnet (@('build', (Join-Path $root 'OpmlPS.sln'), '-c', $Configuration, '-nologo', '-v:minimal') + $native)
    foreach ($folder in (Join-Path $root 'src' 'contracts'), (Join-Path $root 'tests' 'peers')) {
        $lock = Join-Path $folder 'package-lock.json'
        if (-not (Test-Path $lock)) { continue }
        $installed = Join-Path $folder 'node_modules' '.package-lock.json'
        if ((Test-Path $installed) -and (Get-Item $installed -Force).LastWriteTimeUtc -ge (Get-Item $lock).LastWriteTimeUtc) { continue }
        Invoke-Tool $npm @('ci', '--prefix', $folder, '--no-audit', '--no-fund')
    }
}

# A program that crashes, or says nothing of its totals, or whose exit code contradicts them, is one failure more.
function Get-Totals([string] $Name, $Result, [string] $PassedPattern, [string] $FailedPattern, [string] $SkippedPattern) {
    $text = $Result.Lines -join "`n"
    $count = @(foreach ($pattern in $PassedPattern, $FailedPattern, $SkippedPattern) {
            $found = [regex]::Matches($text, $pattern, 'Multiline')
            if ($found.Count) { [int] $found[$found.Count - 1].Groups[1].Value } else { $null }
        })
    $totals = [pscustomobject]@{ Name = $Name; Passed = [int] $count[0]; Failed = [int] $count[1]; Skipped = [int] $count[2]; Note = '' }
    if ($null -eq $count[0] -or $null -eq $count[1]) { $totals.Note = "printed no totals (exit code $($Result.ExitCode))" }
    elseif ($Result.ExitCode -ne 0 -and $totals.Failed -eq 0) { $totals.Note = "ended with exit code $($Result.ExitCode)" }
    elseif ($totals.Passed + $totals.Failed + $totals.Skipped -eq 0) { $totals.Note = 'ran no test' }
    if ($totals.Note) { $totals.Failed++ }
    $totals
}

function Invoke-ProjectTest([System.IO.FileInfo] $Project) {
    $name = $Project.BaseName
    $program = Join-Path $Project.DirectoryName 'bin' $Configuration 'net10.0' "$name.dll"
    if (-not (Test-Path $program)) { return [pscustomobject]@{ Name = $name; Passed = 0; Failed = 1; Skipped = 0; Note = 'was not built' } }
    $result = Invoke-TestProgram dotnet @($program)
    Get-Totals $name $result '^\s*succeeded: (\d+)' '^\s*failed: (\d+)' '^\s*skipped: (\d+)'
}

# In a process of its own: the specs load the module, and this one may be building it.
function Invoke-Spec {
    $specs = Join-Path $root 'tests' 'module'
    if (-not (Test-Path (Join-Path $specs '*.Tests.ps1'))) { return }
    $script = Join-Path $root 'tests' 'runner' 'Invoke-Specs.ps1'
    $own = & (Join-Path $root 'tests' 'runner' 'Get-ShellStart.ps1')
    $result = Invoke-TestProgram $own.Program ($own.Arguments + @('-NoProfile', '-NonInteractive', '-File', $script, '-Path', $specs))
    Get-Totals 'Specs' $result '^(\d+) passed, \d+ failed' '^\d+ passed, (\d+) failed' '^\d+ passed, \d+ failed, (\d+) skipped'
}

# Gives the number of failures.
function Invoke-Test {
    $totals = @(
        Get-ChildItem (Join-Path $root 'tests') -Filter '*.Tests.csproj' -Recurse -File | Sort-Object Name | ForEach-Object { Invoke-ProjectTest $_ }
        Invoke-Spec)
    Write-Host ''
    foreach ($line in $totals) {
        $note = if ($line.Note) { " ($($line.Note))" } else { '' }
        Write-Host ('{0,-24} {1,6} passed {2,4} failed {3,4} skipped{4}' -f $line.Name, $line.Passed, $line.Failed, $line.Skipped, $note)
    }
    $passed, $failed, $skipped = foreach ($property in 'Passed', 'Failed', 'Skipped') { [int] ($totals | Measure-Object $property -Sum).Sum }
    Write-Host ''
    Write-Host "$passed passed, $failed failed$(if ($skipped) { ", $skipped skipped" })"
    $failed
}

function Invoke-Bench {
    $project = if ($Micro) { Join-Path $root 'benchmarks' 'micro' } else { Join-Path $root 'benchmarks' }
    $arguments = @(if ($Only) { $Only } elseif (-not $Micro) { 'all', (Get-PackageFolder) })
    Invoke-Tool dotnet (@('run', '--project', $project, '-c', $Configuration, '--') + $arguments)
}

# The same tests as Test runs, sized by the environment.
function Invoke-Conformance {
    $env:OPML_CONFORMANCE = "$Scale"
    if ($Seed) { $env:OPML_SEED = "$Seed" }
    try {
        foreach ($run in @('Opml.Mips.Tests', '*.RandomSequenceTests'), @('Opml.Dispute.Tests', '*.SequencesOnChainTests')) {
            $program = Join-Path $root 'tests' $run[0] 'bin' $Configuration 'net10.0' "$($run[0]).dll"
            Invoke-Tool dotnet @($program, '--filter-class', $run[1], '--show-live-output', 'on')
        }
    }
    finally {
        $env:OPML_CONFORMANCE = $null
        $env:OPML_SEED = $null
    }
}

function Invoke-Mutate {
    Invoke-Tool dotnet (@('run', '--project', (Join-Path $root 'tests' 'Opml.Mutation'), '-c', $Configuration, '--', $root) + @($Fault | ForEach-Object { "$_" }))
}

function Invoke-Soak {
    $arguments = @('run', '--project', (Join-Path $root 'tests' 'Opml.Soak'), '-c', $Configuration, '--', '--requests', "$Requests", '--minutes', "$Minutes", '--at-once', "$([Math]::Min(24, $Requests))")
    if ($Seed) { $arguments += '--seed', "$Seed" }
    Invoke-Tool dotnet $arguments
}

# Where a package for this platform lies unpacked.
function Get-PackageFolder {
    $version = (Import-PowerShellDataFile (Join-Path $root 'Opml.psd1')).ModuleVersion
    Join-Path $root 'artifacts' 'unpacked' "opml-$version-$([System.Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier)"
}

function Invoke-Fuzz {
    $arguments = @('run', '--project', (Join-Path $root 'tests' 'Opml.Fuzz'), '-c', $Configuration, '--', '--minutes', "$(if ($Minutes) { $Minutes } else { 60 })", '--output', (Join-Path $root 'artifacts' 'fuzz'))
    if ($Seed) { $arguments += '--seed', "$Seed" }
    Invoke-Tool dotnet $arguments
}

# The packages themselves are written by tools/Opml.Packaging. The module's folder is built anew, so that nothing old is in it.
function Invoke-Package {
    $target = Join-Path $root 'artifacts' 'publish'
    $parts = @(foreach ($platform in $Runtime) {
            $published = Join-Path $root 'artifacts' 'platforms' $platform
            if (Test-Path $published) { Remove-Item -LiteralPath $published -Recurse -Force }
            Invoke-Tool dotnet @('publish', (Join-Path $root 'src' 'Opml.Shell'), '-c', $Configuration, '-r', $platform, '--self-contained', 'true', '-nologo', '-v:minimal', '-o', (Join-Path $published 'shell'), "-p:PrecompiledModule=$(Join-Path $published 'module')") | Out-Host
            "$platform=$published"
        })
    Invoke-Tool dotnet (@('run', '--project', (Join-Path $root 'tools' 'Opml.Packaging'), '-c', $Configuration, '--', $root, $target) + $parts)
    $own = Get-PackageFolder
    $archive = Get-ChildItem -Path (Join-Path $target "$(Split-Path -Leaf $own).*") | Select-Object -First 1
    if ($archive) {
        if (Test-Path $own) { Remove-Item -LiteralPath $own -Recurse -Force }
        $null = New-Item -ItemType Directory -Path (Split-Path $own) -Force
        Invoke-Tool tar @('-xf', $archive.FullName, '-C', (Split-Path $own))
    }
    Write-Host "The packages are in $target"
}

function Invoke-Clean {
    $made = @(
        Get-ChildItem (Join-Path $root 'src' '*' '*.csproj'), (Join-Path $root 'tests' '*' '*.csproj'), (Join-Path $root 'tools' '*' '*.csproj'), (Join-Path $root 'benchmarks' '*.csproj'), (Join-Path $root 'benchmarks' 'micro' '*.csproj') -ErrorAction Ignore |
            Where-Object { -not ($inOwnShell -and $_.BaseName -eq 'Opml.Shell') } |
            ForEach-Object { Join-Path $_.DirectoryName 'bin'; Join-Path $_.DirectoryName 'obj' }
        Join-Path $root 'module' 'bin'
        Join-Path $root 'en-US' 'Opml.PowerShell.dll-Help.xml'
        Join-Path $root 'artifacts')
    foreach ($folder in $made) {
        if (-not (Test-Path $folder)) { continue }
        Remove-Item -LiteralPath $folder -Recurse -Force
        Write-Host "removed $folder"
    }
    if ($inOwnShell) { Write-Host 'left src/Opml.Shell, which runs this.' }
}

try {
    $built = $false
    foreach ($step in $Task) {
        if ($step -eq 'Package' -and (Test-Path (Join-Path $root 'module' 'bin'))) {
            Remove-Item -LiteralPath (Join-Path $root 'module' 'bin') -Recurse -Force
            $built = $false
        }
        if ($step -in 'Build', 'Test', 'Conformance', 'Package' -and -not $built) {
            Invoke-Build
            $built = $true
        }
        switch ($step) {
            Test { if ((Invoke-Test) -gt 0) { exit 1 } }
            Bench { Invoke-Bench }
            Conformance { Invoke-Conformance }
            Mutate { Invoke-Mutate }
            Fuzz { Invoke-Fuzz }
            Soak { Invoke-Soak }
            Package { Invoke-Package }
            Clean {
                Invoke-Clean
                $built = $false
            }
        }
    }
}
catch {
    Write-Host "build.ps1 $($step): $($_.Exception.Message)" -ForegroundColor Red
    if ($step -eq 'Test') { Write-Host '0 passed, 1 failed' }
    exit 1
}
