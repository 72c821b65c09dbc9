#Requires -Version 7.6
<#
.SYNOPSIS
The whole of opML, from a model to a slashed liar, in one run of some seconds.
.DESCRIPTION
Trains a small perceptron on digits that it draws, converts it to ggml, builds the image of a Go program that
infers with it, runs that in the machine, starts a local Ethereum node, and has a proposer post a false result, which a
challenger disputes down to one instruction. Every stage is an object on the pipeline.

The files go to the folder 'out' beside this script, or to -Destination.
.EXAMPLE
dotnet run --project src/Opml.Shell -c Release -- examples/mnist/tutorial.ps1
.EXAMPLE
pwsh examples/mnist/tutorial.ps1 -Fault Memory -FaultStep 1000
.EXAMPLE
examples/mnist/tutorial.ps1 -TrainingImages train-images-idx3-ubyte.gz -TrainingLabels train-labels-idx1-ubyte.gz
#>
[CmdletBinding()]
param(
    # Images and labels in MNIST's IDX format to train on; digits drawn here unless given.
    [string] $TrainingImages,
    [string] $TrainingLabels,
    # What the proposer does wrong, and after which step.
    [string] $Fault = 'Register',
    [uint64] $FaultStep = 123456,
    # Folder for the files.
    [string] $Destination = (Join-Path $PSScriptRoot 'out'),
    # Writes the stages' objects to the pipeline, in place of showing them.
    [switch] $PassThru)

. (Join-Path (Split-Path $PSScriptRoot) 'common.ps1')

# 1. A model: digits to learn from, others to test with, and a perceptron of 784, 20 and 10 units.
if ($TrainingImages) {
    $all = Import-OpmlIdx $TrainingImages $TrainingLabels
    $heldOut = $all.Slice($all.Count - $all.Count / 10, $all.Count / 10)
    $digits = $all.Slice(0, $all.Count - $heldOut.Count)
}
else {
    $digits = New-OpmlDigit 8000 -Seed 1
    $heldOut = New-OpmlDigit 1000 -Seed 2
}
$trained = $digits | New-OpmlModel (Join-Path $Destination 'mnist.pth') -HeldOutSet $heldOut -Epochs 3 -Force
Show-Stage '1. A model is trained and saved as a PyTorch state_dict.' $trained

# 2. PyTorch's state_dict becomes the machine's ggml file.
$model = ConvertTo-Ggml $trained.Path -Force
Show-Stage '2. ConvertTo-Ggml: the state_dict becomes a big-endian ggml file.' $model
Show-Stage '   Its tensors:' $model.Tensors

# 3. The inference program, a Go ELF file for MIPS-32, becomes a flat memory image.
$elf = Join-Path $PSScriptRoot 'guest' 'mnist.elf'
$image = ConvertTo-MipsImage $elf (Join-Path $Destination 'mnist.bin') -Force
Show-Stage '3. ConvertTo-MipsImage: the Go program becomes a flat memory image.' $image

# 4. The machine runs it on one digit that it has not learned from.
$digit = Join-Path $Destination 'digit.bin'
[System.IO.File]::WriteAllBytes($digit, $heldOut.GetPixels(7))
$run = Invoke-MipsVm $image -Model $model -InputPath $digit
Show-Stage '4. Invoke-MipsVm: the machine runs it on a digit.' $run

# 5. A local chain; contracts, a registered model, a request; a liar, a challenger, and one step to decide.
$devnet = Start-OpmlDevnet
try {
    Show-Stage '5. Start-OpmlDevnet: a local Ethereum node.' $devnet
    $deployment = $devnet | Publish-OpmlContract
    Show-Stage '6. Publish-OpmlContract: machine and game are on the chain.' $deployment
    $registered = Register-OpmlModel $image $model -Deployment $deployment
    Show-Stage '7. Register-OpmlModel: program and model have a key; Test-OpmlModel: they are these files.' $registered
    Show-Stage '' (Test-OpmlModel $image $model -Deployment $deployment -ModelId $registered.ModelId)

    $heading = "8. Start-OpmlChallenge: the proposer lies ($Fault, step $FaultStep), the challenger notices."
    $challenge = @{
        Image = $image; Model = $model; InputPath = $digit; Deployment = $deployment; Fault = $Fault; FaultStep = $FaultStep
    }
    if ($PassThru) { Start-OpmlChallenge @challenge }
    else {
        Write-Host "`n$heading" -ForegroundColor Cyan
        Start-OpmlChallenge @challenge -OutVariable stages | Out-Host
        $outcome = $stages[-1]
        if ($outcome.Step) { Show-Stage 'The step that decided:' $outcome.Step -AsList }
        Show-Stage 'The outcome:' $outcome -AsList
    }
}
finally {
    $devnet | Stop-OpmlDevnet
}
