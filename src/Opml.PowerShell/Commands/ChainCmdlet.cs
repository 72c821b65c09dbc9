using System.Management.Automation;
using Opml.Dispute.Sessions;
using Opml.Ethereum.Rpc;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Commands;

/// <summary>A cmdlet that works with deployed contracts.</summary>
public abstract class ChainCmdlet : AsyncOpmlCmdlet
{
    /// <summary>The contracts: what Publish-OpmlContract returns, or the Deployment of any later stage's object.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [DeploymentArgument]
    public OpmlDeployment Deployment { get; set; } = null!;

    /// <summary>Does work with a client of the deployment's chain that needs no account.</summary>
    private protected void WithContract(Func<Dispute.Contracts.OpmlContract, CancellationToken, Task> work) => Await(async token =>
    {
        using var client = new HttpEthereumClient(Deployment.RpcUrl);
        await work(OpmlNode.ContractOf(Deployment, client), token).ConfigureAwait(false);
    });
}
