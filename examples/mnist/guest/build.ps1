<#
.SYNOPSIS
Builds mnist.elf beside this script, or with -Check builds it elsewhere and compares: exit code 1 if they differ.
.DESCRIPTION
Needs Go 1.19 or later on the PATH. The committed file is that of Go 1.19.8, and another release gives another file.
The same as build.sh, for those without a Unix shell.
#>
param([switch] $Check)
$ErrorActionPreference = 'Stop'
$goal = [IO.Path]::Combine($PSScriptRoot, 'mnist.elf')
$built = [IO.Path]::Combine($PSScriptRoot, ".mnist.elf.$([IO.Path]::GetRandomFileName())")
$settings = @{ CGO_ENABLED = '0'; GOOS = 'linux'; GOARCH = 'mips'; GOMIPS = 'softfloat'; GOFLAGS = ''; GOWORK = 'off'; GOEXPERIMENT = '' }
$before = @{}
$folder = $PWD.ProviderPath
foreach ($name in $settings.Keys) { $before[$name] = [Environment]::GetEnvironmentVariable($name) }
try {
    foreach ($name in $settings.Keys) { [Environment]::SetEnvironmentVariable($name, $settings[$name]) }
    Set-Location -LiteralPath $PSScriptRoot
    & go build -trimpath -buildvcs=false '-ldflags=-w -buildid=' -o $built .
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
    if (-not $Check) {
        [IO.File]::Move($built, $goal, $true)
        "$goal is built."
    }
    elseif ([Convert]::ToHexString([IO.File]::ReadAllBytes($built)) -ceq [Convert]::ToHexString([IO.File]::ReadAllBytes($goal))) {
        'mnist.elf is what these sources build.'
    }
    else {
        [Console]::Error.WriteLine('mnist.elf differs from what these sources build with this Go; it was built with Go 1.19.8.')
        exit 1
    }
}
finally {
    Set-Location -LiteralPath $folder
    [IO.File]::Delete($built)
    foreach ($name in $before.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name]) }
}
