# A workflow of one's own: a batch of inputs is answered on a chain, and every answer is compared with a run of one's own.

<#
.SYNOPSIS
Asks for an inference on each input, answers them, and gives for each what the chain holds and whether it is right.
#>
function Invoke-Batch {
    [CmdletBinding()]
    param(
        # The registered model, as Register-OpmlModel returns it.
        [Parameter(Mandatory)] $Registered,
        # Program and model, as paths.
        [Parameter(Mandatory)] [string] $Program,
        [Parameter(Mandatory)] [string] $Model,
        # Files with inputs.
        [Parameter(Mandatory, ValueFromPipeline)] [System.IO.FileInfo] $File)

    process {
        $request = $Registered | Request-OpmlInference $File.FullName
        $posted = $request | Submit-OpmlResult $Program $Model -Confirm:$false
        $own = Invoke-MipsVm $Program $Model -InputPath $File.FullName
        [pscustomobject]@{
            Name      = $File.Name
            RequestId = $request.RequestId
            Answer    = $own.OutputInt32[0]
            Gas       = $request.Gas + $posted.Gas
            IsRight   = [System.Convert]::ToHexString([byte[]] @($posted.Output)) -eq [System.Convert]::ToHexString($own.Output)
        }
    }
}

Export-ModuleMember Invoke-Batch
