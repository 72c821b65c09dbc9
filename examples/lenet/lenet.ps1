#Requires -Version 7.6
<#
.SYNOPSIS
A convolutional network, from training to a slashed liar, in one run.
.DESCRIPTION
Trains a network of LeNet's kind on digits that it draws, or on a data set in MNIST's format such as Fashion-MNIST, converts it to
ggml, runs it in the machine and natively, which gives the same bytes, and has a proposer post a false result, which a challenger
disputes down to one instruction of a convolution. Every stage is an object on the pipeline.

The files go to the folder 'out' beside this script, or to -Destination.
.EXAMPLE
dotnet run --project src/Opml.Shell -c Release -- examples/lenet/lenet.ps1
.EXAMPLE
pwsh examples/lenet/lenet.ps1 -TrainingImages train-images-idx3-ubyte.gz -TrainingLabels train-labels-idx1-ubyte.gz -Epochs 3
#>
[CmdletBinding()]
param(
    # Images and labels in MNIST's IDX format to train on; digits drawn here unless given.
    [string] $TrainingImages,
    [string] $TrainingLabels,
    # How many digits to draw for training, and passes over them.
    [ValidateRange(100, 1000000)]
    [int] $Count = 4000,
    [ValidateRange(1, 1000)]
    [int] $Epochs = 2,
    # What the proposer does wrong, and after which step; in the middle of the run unless given.
    [string] $Fault = 'Register',
    [uint64] $FaultStep,
    # Folder for the files.
    [string] $Destination = (Join-Path $PSScriptRoot 'out'),
    # Writes the stages' objects to the pipeline, in place of showing them.
    [switch] $PassThru)

. (Join-Path (Split-Path $PSScriptRoot) 'common.ps1')

# 1. A model: two convolutions of 6 and 16 channels with max-pools, then dense layers of 120, 84 and 10 units.
if ($TrainingImages) {
    $all = Import-OpmlIdx $TrainingImages $TrainingLabels
    $heldOut = $all.Slice($all.Count - 1000, 1000)
    $digits = $all.Slice(0, $all.Count - 1000)
}
else {
    $digits = New-OpmlDigit $Count -Seed 1
    $heldOut = New-OpmlDigit 1000 -Seed 2
}
$trained = $digits | New-OpmlModel (Join-Path $Destination 'lenet.pth') -Convolution 6, 16 -HiddenSize 120, 84 -HeldOutSet $heldOut -Epochs $Epochs -Force
Show-Stage '1. New-OpmlModel: convolutions and dense layers are trained.' $trained

# 2. Its file for the machine, and the program that infers with it.
$model = ConvertTo-Ggml $trained.Path -Force
$image = ConvertTo-MipsImage (Join-Path $PSScriptRoot 'guest' 'lenet.elf') (Join-Path $Destination 'lenet.bin') -Force
Show-Stage '2. ConvertTo-Ggml: the tensors, big-endian.' $model.Tensors

# 3. The answer at once, natively; and the machine's, which is the same to the bit.
$digit = Join-Path $Destination 'digit.bin'
[System.IO.File]::WriteAllBytes($digit, $heldOut.GetPixels(7))
$answer = Invoke-OpmlInference $model $digit
Show-Stage '3. Invoke-OpmlInference: what the machine will answer.' $answer
$run = Invoke-MipsVm $image $model -InputPath $digit
Show-Stage '   Invoke-MipsVm: what it answers.' $run
if ([System.Convert]::ToHexString($run.Output) -ne [System.Convert]::ToHexString($answer.Output)) { throw 'The machine and the native inference disagree.' }

# 4. A local chain, a liar, a challenger, and one step to decide.
if (-not $FaultStep) { $FaultStep = [uint64] ($run.Steps / 2) }
$devnet = Start-OpmlDevnet
try {
    $deployment = $devnet | Publish-OpmlContract
    $challenge = @{
        Image = $image; Model = $model; InputPath = $digit; Deployment = $deployment; Fault = $Fault; FaultStep = $FaultStep
    }
    if ($PassThru) { Start-OpmlChallenge @challenge }
    else {
        Write-Host "`n4. Start-OpmlChallenge: the proposer lies ($Fault, step $FaultStep), the challenger notices." -ForegroundColor Cyan
        Start-OpmlChallenge @challenge -OutVariable stages | Out-Host
        Show-Stage 'The step that decided:' $stages[-1].Step -AsList
        Show-Stage 'The outcome:' $stages[-1] -AsList
    }
}
finally {
    $devnet | Stop-OpmlDevnet
}
