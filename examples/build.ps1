<#
.SYNOPSIS
Builds the ELF file of each example's guest beside its sources, or with -Check builds them elsewhere and compares: exit code 1 if one differs.
.DESCRIPTION
Needs Go 1.19 or later on the PATH. The committed files are those of Go 1.19.8, and another release gives other files.
The same as build.sh, for those without a Unix shell.
#>
param([switch] $Check)
$ErrorActionPreference = 'Stop'
$settings = @{ CGO_ENABLED = '0'; GOOS = 'linux'; GOARCH = 'mips'; GOMIPS = 'softfloat'; GOFLAGS = ''; GOWORK = 'off'; GOEXPERIMENT = '' }
$before = @{}
$folder = $PWD.ProviderPath
$differ = $false
foreach ($name in $settings.Keys) { $before[$name] = [Environment]::GetEnvironmentVariable($name) }
try {
    foreach ($name in $settings.Keys) { [Environment]::SetEnvironmentVariable($name, $settings[$name]) }
    foreach ($name in 'mnist', 'lenet', 'quantized') {
        $sources = [IO.Path]::Combine($PSScriptRoot, $name, 'guest')
        $goal = [IO.Path]::Combine($sources, "$name.elf")
        $built = [IO.Path]::Combine($sources, ".$name.elf.$([IO.Path]::GetRandomFileName())")
        Set-Location -LiteralPath $sources
        try {
            & go build -trimpath -buildvcs=false '-ldflags=-w -buildid=' -o $built .
            if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
            if (-not $Check) {
                [IO.File]::Move($built, $goal, $true)
                "$goal is built."
            }
            elseif ([Convert]::ToHexString([IO.File]::ReadAllBytes($built)) -cne [Convert]::ToHexString([IO.File]::ReadAllBytes($goal))) {
                [Console]::Error.WriteLine("$goal differs from what these sources build with this Go; it was built with Go 1.19.8.")
                $differ = $true
            }
        }
        finally { [IO.File]::Delete($built) }
    }
}
finally {
    Set-Location -LiteralPath $folder
    # A $null would reach .NET as an empty string, which sets the variable instead of removing it.
    foreach ($name in $before.Keys) { [Environment]::SetEnvironmentVariable($name, $(if ($null -eq $before[$name]) { [NullString]::Value } else { $before[$name] })) }
}
if ($differ) { exit 1 }
if ($Check) { 'The committed ELF files are what these sources build.' }
