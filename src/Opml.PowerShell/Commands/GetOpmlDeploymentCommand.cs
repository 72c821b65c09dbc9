using System.Management.Automation;
using Opml.Dispute.Sessions;
using Opml.Ethereum;
using Opml.Ethereum.Rpc;
using Opml.PowerShell.Completers;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Commands;

/// <summary>Takes contracts that are on a chain already, after a look at their code.</summary>
[Cmdlet(VerbsCommon.Get, "OpmlDeployment")]
[OutputType(typeof(OpmlDeployment))]
public sealed class GetOpmlDeploymentCommand : AsyncOpmlCmdlet
{
    /// <summary>Where the Opml contract is.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [AddressArgument]
    public Address Contract { get; set; }

    /// <summary>JSON-RPC address of the chain.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RpcUrlCompleter))]
    public Uri RpcUrl { get; set; } = null!;

    /// <summary>The block of the deployment, or any before it: events are looked for from there on.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public ulong Block { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForItem(Contract, () => Await(async token =>
    {
        using var client = new HttpEthereumClient(RpcUrl);
        OpmlDeployment deployment = await Moves.AttachAsync(client, RpcUrl, Contract, Block, token).ConfigureAwait(false);
        Post(() => WriteObject(deployment));
    }));
}
