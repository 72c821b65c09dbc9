#Requires -Version 7.6
<#
.SYNOPSIS
A pipeline over many models: each is converted, run on every input, and becomes a line of a table.
.DESCRIPTION
What cannot be converted or run is an error for that model alone. With -Destination the converted files stay.
.EXAMPLE
./convert.ps1 -Path weights -Program mnist.elf -InputPath digits/*.bin
.EXAMPLE
./convert.ps1 -Path weights -Program mnist.elf -InputPath digits/*.bin | Where-Object Agrees -EQ $false
#>
[CmdletBinding()]
param(
    # A folder of model files, in any format that ConvertTo-Ggml reads.
    [Parameter(Mandatory)] [string] $Path,
    # The program that infers with them.
    [Parameter(Mandatory)] [string] $Program,
    # Inputs to run on; wildcards are expanded.
    [Parameter(Mandatory)] [string] $InputPath,
    # Where the converted files go; a folder that is taken away again, unless given.
    [string] $Destination)

if (-not (Get-Module Opml)) { Import-Module (Join-Path $PSScriptRoot '..' '..' 'Opml.psd1') }
$folder = if ($Destination) { $Destination } else { Join-Path ([System.IO.Path]::GetTempPath()) ([guid]::NewGuid()) }
$null = New-Item -ItemType Directory $folder -Force
try {
    $image = ConvertTo-MipsImage $Program (Join-Path $folder 'program.bin') -Force
    $reference = $null
    Get-ChildItem -Path $Path -File | Sort-Object Name | ConvertTo-Ggml -Destination $folder -Force | ForEach-Object {
        $model = $_
        $runs = @($image | Invoke-MipsVm -Model $model -InputPath $InputPath)
        $answers = @($runs | ForEach-Object { [System.Convert]::ToHexStringLower($_.Output) })
        if ($null -eq $reference) { $reference = $answers -join ',' }
        [pscustomobject]@{
            Model      = [System.IO.Path]::GetFileName($model.Source)
            Parameters = $model.ParameterCount
            Runs       = $runs.Count
            Failed     = @($runs | Where-Object Status -NE 'Succeeded').Count
            Steps      = ($runs | Measure-Object Steps -Sum).Sum
            Answers    = $answers
            Agrees     = ($answers -join ',') -eq $reference # with the first model
        }
    }
}
finally {
    if (-not $Destination) { Remove-Item $folder -Recurse -Force }
}
