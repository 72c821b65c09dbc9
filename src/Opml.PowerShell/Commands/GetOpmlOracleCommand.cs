using System.Management.Automation;
using Opml.Dispute.Sessions;
using Opml.Ethereum;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Commands;

/// <summary>Takes an oracle that is on the chain, after checking that it sits on the deployment's contract.</summary>
[Cmdlet(VerbsCommon.Get, "OpmlOracle")]
[OutputType(typeof(OpmlDeployment))]
public sealed class GetOpmlOracleCommand : ChainCmdlet
{
    /// <summary>Where the oracle is.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [AddressArgument]
    public Address Address { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForItem(Address, () => WithContract(async (contract, token) =>
    {
        OpmlDeployment deployment = await OracleMoves.AttachAsync(contract.Client, Deployment, Address, token).ConfigureAwait(false);
        Post(() => WriteObject(deployment));
    }));
}
