using System.Management.Automation;
using Opml.Dispute.Sessions;
using Opml.Ethereum;
using Opml.Ethereum.Contracts;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Commands;

/// <summary>Takes a contract that is on the chain.</summary>
[Cmdlet(VerbsCommon.Get, "EthereumContract")]
[OutputType(typeof(EthereumContract))]
public sealed class GetEthereumContractCommand : ChainCmdlet
{
    /// <summary>The compiled contract, for what it offers: the path of its JSON file.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ArtifactArgument]
    public ContractArtifact Artifact { get; set; } = null!;

    /// <summary>Where it is.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [AddressArgument]
    public Address Address { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForItem(Address, () => WithContract(async (opml, token) =>
    {
        EthereumContract found = await EthereumContract.FindAsync(opml.Client, Deployment, Artifact, Address, token).ConfigureAwait(false);
        Post(() => WriteObject(found));
    }));
}
