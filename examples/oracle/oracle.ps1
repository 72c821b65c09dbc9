#Requires -Version 7.6
<#
.SYNOPSIS
A contract asks for a digit and receives it: an oracle, from deployment to callback, in one run of some seconds.
.DESCRIPTION
Trains a small perceptron, starts a local Ethereum node, and puts on it the Opml contract, an oracle, and DigitReader,
a user's contract written for OAO's interface. That contract asks what digit an image shows; a proposer answers with
a bond; when nobody has disputed the answer, it is final, and a courier carries it into the contract. Every stage is an object on the
pipeline.

The files go to the folder 'out' beside this script, or to -Destination.
.EXAMPLE
dotnet run --project src/Opml.Shell -c Release -- examples/oracle/oracle.ps1
.EXAMPLE
pwsh examples/oracle/oracle.ps1 -Digit 3 -OwnerFee 1000000000000
#>
[CmdletBinding()]
param(
    # Which of a thousand drawn digits to ask about, from 0.
    [ValidateRange(0, 999)]
    [int] $Digit = 7,
    # The number by which contracts name the model, and what each of their requests pays to its owner, in wei.
    [uint64] $Number = 11,
    [bigint] $OwnerFee = 1000000000000,
    # Folder for the files.
    [string] $Destination = (Join-Path $PSScriptRoot 'out'),
    # Writes the stages' objects to the pipeline, in place of showing them.
    [switch] $PassThru)

. (Join-Path (Split-Path $PSScriptRoot) 'common.ps1')

# 1. A model and its program, as in the tutorial.
$images = New-OpmlDigit 1000 -Seed 2
$trained = New-OpmlDigit 8000 -Seed 1 | New-OpmlModel (Join-Path $Destination 'mnist.pth') -HeldOutSet $images -Epochs 3 -Force
$model = ConvertTo-Ggml $trained.Path -Force
$image = ConvertTo-MipsImage (Join-Path $root 'examples' 'mnist' 'guest' 'mnist.elf') (Join-Path $Destination 'mnist.bin') -Force
Show-Stage '1. A model, and the program that infers with it.' $trained

$devnet = Start-OpmlDevnet
try {
    $owner, $user, $proposer, $courier = $devnet.Accounts[0..3]

    # 2. The chain: the Opml contract, an oracle on it, and the model under a number.
    $deployment = $devnet | Publish-OpmlContract | Publish-OpmlOracle
    $registered = Register-OpmlModel $image $model -Deployment $deployment -Fee 1000000000000 -FeeCeiling 10000000000
    Show-Stage '2. Publish-OpmlOracle, Register-OpmlOracleModel: an oracle, and a model that contracts can name.' $deployment
    Show-Stage '' ($registered | Register-OpmlOracleModel $Number -OwnerFee $OwnerFee -Account $owner)

    # 3. The user's contract. It knows the oracle's address, the model's number and OAO's interface.
    $reader = Publish-EthereumContract (Join-Path $PSScriptRoot 'DigitReader.json') $deployment.Oracle, $Number -Deployment $deployment -Account $user
    Show-Stage '3. Publish-EthereumContract: a contract of a user.' $reader

    # 4. It asks.
    $price = ($reader | Invoke-EthereumContract price).Value
    $asked = $reader | Invoke-EthereumContract ask (, $images.GetPixels($Digit)) -Value $price -Account $user
    Show-Stage "4. Invoke-EthereumContract: it asks, and pays $price wei." $asked

    # 5. A proposer runs the program and posts what came of it, with a bond.
    $posted = $asked | Submit-OpmlResult $image $model -Account $proposer -Confirm:$false
    Show-Stage '5. Submit-OpmlResult: a proposer answers.' $posted

    # 6. Nobody disputes it for an hour, which a local node has pass at once.
    $null = $devnet.AdvanceTimeAsync([timespan]::FromSeconds($registered.Registration.ChallengeWindow), [System.Threading.CancellationToken]::None).GetAwaiter().GetResult()
    Show-Stage '6. Wait-OpmlRequest: the answer is final.' ($asked | Wait-OpmlRequest -Timeout 60)

    # 7. Anyone carries it into the contract, and is paid for it. 8. The contract has it.
    Show-Stage '7. Send-OpmlCallback: a courier carries it into the contract.' ($deployment | Send-OpmlCallback -Account $courier)
    $answer = $reader | Invoke-EthereumContract questions $asked.RequestId
    Show-Stage "8. What the contract knows now: digit $($answer.Values[2]); the image shows a $($images.Labels.ToArray()[$Digit])." $answer

    # 9. Bond, fees and wages are withdrawn.
    $null = $posted | Complete-OpmlResult -Account $proposer
    Show-Stage '9. Receive-OpmlPayment: proposer, courier and owner withdraw what is theirs.' ($proposer, $courier, $owner | ForEach-Object { Receive-OpmlPayment -Deployment $deployment -Account $_ })
}
finally {
    $devnet | Stop-OpmlDevnet
}
