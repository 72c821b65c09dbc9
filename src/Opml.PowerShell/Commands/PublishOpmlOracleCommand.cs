using System.Management.Automation;
using Opml.Dispute.Sessions;

namespace Opml.PowerShell.Commands;

/// <summary>Puts an oracle on the chain, which carries results into users' contracts.</summary>
[Cmdlet(VerbsData.Publish, "OpmlOracle", SupportsShouldProcess = true)]
[OutputType(typeof(OpmlDeployment))]
public sealed class PublishOpmlOracleCommand : TransactionCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord() => ForItem(Deployment, () =>
    {
        if (!ShouldProcess(Deployment.Contract.ToString(), "Deploy an oracle on it")) return;
        WithNode(async (node, token) =>
        {
            OpmlDeployment deployment = await OracleMoves.DeployAsync(node, Deployment, token).ConfigureAwait(false);
            Post(() => WriteObject(deployment));
        });
    });
}
