using System.Management.Automation;
using System.Numerics;
using Opml.Dispute.Sessions;
using Opml.Ethereum.Contracts;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Commands;

/// <summary>Puts a contract of one's own on the chain.</summary>
[Cmdlet(VerbsData.Publish, "EthereumContract", SupportsShouldProcess = true)]
[OutputType(typeof(EthereumContract))]
public sealed class PublishEthereumContractCommand : TransactionCmdlet
{
    /// <summary>The compiled contract: the path of its JSON file.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ArtifactArgument]
    public ContractArtifact Artifact { get; set; } = null!;

    /// <summary>The constructor's arguments.</summary>
    [Parameter(Position = 1)]
    [AllowEmptyCollection]
    public object?[] ArgumentList { get; set; } = [];

    /// <summary>Wei that go along.</summary>
    [Parameter]
    public BigInteger Value { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForItem(Artifact.Name, () =>
    {
        if (!ShouldProcess(Deployment.RpcUrl.ToString(), $"Deploy {Artifact.Name}")) return;
        object?[] arguments = AbiArguments.From(ArgumentList, Artifact.Abi.ConstructorInputs);
        WithNode(async (node, token) =>
        {
            EthereumContract made = await EthereumContract.DeployAsync(node, Deployment, Artifact, arguments, Value, token).ConfigureAwait(false);
            Post(() => WriteObject(made));
        });
    });
}
