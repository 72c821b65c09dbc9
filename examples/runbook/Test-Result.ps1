#Requires -Version 7.6
<#
.SYNOPSIS
Checks every live result of a contract by running the program again, for a schedule.
.DESCRIPTION
Reads where the contract is, and which files its models have, from a JSON file. For each result that can still be disputed
it compares the model with the files, runs the program on the request's input, and gives an object that says whether the
result is true and how many games are open. It sends nothing and needs no account.

The exit code is 0 if every result is true, 1 if one is false, 2 if one could not be checked, and 3 if the check itself
failed: its settings, a file, or the node of the chain.
What to do then: see README.md beside this script.
.EXAMPLE
./Test-Result.ps1 opml.json
.EXAMPLE
./Test-Result.ps1 opml.json -PassThru | Where-Object IsTrue -EQ $false
#>
[CmdletBinding()]
param(
    # The JSON file: { "contract": "0x…", "rpcUrl": "…", "block": 0, "models": [ { "program": "mnist.elf", "model": "mnist.ggml" } ] }, paths from its folder.
    [Parameter(Mandatory, Position = 0)] [string] $Settings,
    # Writes the objects and sets no exit code.
    [switch] $PassThru)

$ErrorActionPreference = 'Stop'
try {
    if (-not (Get-Module Opml)) { Import-Module (Join-Path $PSScriptRoot '..' '..' 'Opml.psd1') }
    $file = Convert-Path $Settings
    $folder = Split-Path $file
    $said = Get-Content $file -Raw | ConvertFrom-Json
    $deployment = $said | Get-OpmlDeployment

    # The files of each registered model that we have: a model is what its key says, not what its name does.
    $known = @{}
    foreach ($pair in $said.models) {
        $image = ConvertTo-MipsImage (Join-Path $folder $pair.program) (Join-Path ([System.IO.Path]::GetTempPath()) "$([guid]::NewGuid()).bin")
        try {
            $model = [System.IO.File]::ReadAllBytes((Join-Path $folder $pair.model))
            $deployment | Get-OpmlRegistration | Test-OpmlModel $image $model | Where-Object IsMatch |
                ForEach-Object { $known["$($_.ModelId)"] = @{ Image = [System.IO.File]::ReadAllBytes($image.Path); Model = $model } }
        }
        finally { Remove-Item ($image.Path -replace '\.bin$', '.*') }
    }

    $checks = @(foreach ($request in Get-OpmlRequest -Deployment $deployment -Status Posted -IncludeInput) {
            $check = [pscustomobject]@{ RequestId = $request.RequestId; Proposer = $request.Proposer; IsTrue = $null; OpenGames = $request.OpenGames; Why = '' }
            $files = $known["$($request.ModelId)"]
            if (-not $files) { $check.Why = "none of the files is of the model $($request.ModelId)" }
            else {
                $program = Join-Path ([System.IO.Path]::GetTempPath()) "$([guid]::NewGuid()).bin"
                try {
                    [System.IO.File]::WriteAllBytes($program, $files.Image)
                    $limit = ($deployment | Get-OpmlRegistration $request.ModelId).Registration.StepLimit
                    $run = Invoke-MipsVm $program $files.Model -InputObject $request.Input -StepLimit $limit
                }
                finally { Remove-Item $program }
                $differences = @(
                    if ("$($run.Status)" -ne "$($request.RunStatus)") { "it says that the run is $($request.RunStatus), and it is $($run.Status)" }
                    if ($run.Steps -ne $request.Steps) { "it says $($request.Steps) steps, and there are $($run.Steps)" }
                    if ("$($run.Status)" -eq 'Succeeded' -and [System.Convert]::ToHexString($run.Output) -ne [System.Convert]::ToHexString([byte[]] @($request.Output))) { 'its output is another' })
                $check.IsTrue = $differences.Count -eq 0
                $check.Why = $differences -join '; '
            }
            $check
        })
}
catch {
    # Uncaught, the shell would end with 1, which says that a result is false.
    if ($PassThru) { throw }
    Write-Host "The check failed: $($_.Exception.Message)" -ForegroundColor Red
    exit 3
}

if ($PassThru) { return $checks }
$checks | Format-Table -AutoSize | Out-Host
Write-Host "$($checks.Count) live results: $(@($checks | Where-Object IsTrue -EQ $true).Count) true, $(@($checks | Where-Object IsTrue -EQ $false).Count) false, $(@($checks | Where-Object { $null -eq $_.IsTrue }).Count) not checked."
if ($checks | Where-Object IsTrue -EQ $false) { exit 1 }
if ($checks | Where-Object { $null -eq $_.IsTrue }) { exit 2 }
exit 0
