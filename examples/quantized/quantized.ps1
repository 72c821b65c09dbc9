#Requires -Version 7.6
<#
.SYNOPSIS
The same network in single precision and in fixed point: steps in the machine, and what accuracy it costs.
.DESCRIPTION
Trains a network of LeNet's kind on digits that it draws, converts it to ggml and to GGUF with Q8_0 weights, runs both in the
machine on one digit, and natively on a thousand that neither has learned from. The last object has the comparison.

The files go to the folder 'out' beside this script, or to -Destination.
.EXAMPLE
dotnet run --project src/Opml.Shell -c Release -- examples/quantized/quantized.ps1
#>
[CmdletBinding()]
param(
    # How many digits to draw for training, and passes over them.
    [ValidateRange(100, 1000000)]
    [int] $Count = 4000,
    [ValidateRange(1, 1000)]
    [int] $Epochs = 2,
    # Folder for the files.
    [string] $Destination = (Join-Path $PSScriptRoot 'out'),
    # Writes the stages' objects to the pipeline, in place of showing them.
    [switch] $PassThru)

. (Join-Path (Split-Path $PSScriptRoot) 'common.ps1')

# 1. A model whose dense layers have whole blocks of 32 inputs, so that they are quantized in the file: 256, 128 and 96.
$heldOut = New-OpmlDigit 1000 -Seed 2
$trained = New-OpmlDigit $Count -Seed 1 | New-OpmlModel (Join-Path $Destination 'lenet.pth') -Convolution 6, 16 -HiddenSize 128, 96 -HeldOutSet $heldOut -Epochs $Epochs -Force
Show-Stage '1. New-OpmlModel: a network is trained in single precision.' $trained

# 2. The same weights, as float32 and in blocks of 32 bytes with a scale.
$exact = ConvertTo-Ggml $trained.Path -Force
$quantized = ConvertTo-Ggml $trained.Path -Format Gguf -Type Q8_0 -ByteOrder Big -Force
Show-Stage '2. ConvertTo-Ggml: float32, and Q8_0.' @($exact, $quantized)

# 3. A run of each in the machine.
$digit = Join-Path $Destination 'digit.bin'
[System.IO.File]::WriteAllBytes($digit, $heldOut.GetPixels(7))
$runs = @(
    Invoke-MipsVm (Join-Path $root 'examples' 'lenet' 'guest' 'lenet.elf') $exact -InputPath $digit
    Invoke-MipsVm (Join-Path $PSScriptRoot 'guest' 'quantized.elf') $quantized -InputPath $digit)
Show-Stage '3. Invoke-MipsVm: each in the machine.' $runs

# 4. A thousand answers of each, natively.
$shares = foreach ($model in $exact, $quantized) {
    @($heldOut | Invoke-OpmlInference $model | Where-Object { $_.Class -eq $_.Label }).Count / $heldOut.Count
}
$comparison = [pscustomobject]@{
    FloatSteps    = $runs[0].Steps
    FixedSteps    = $runs[1].Steps
    Drop          = [System.Math]::Round($runs[0].Steps / $runs[1].Steps, 2)
    FloatAccuracy = $shares[0]
    FixedAccuracy = $shares[1]
}
Show-Stage '4. What fixed point saves, and what it costs:' $comparison -AsList
