using System.Management.Automation;
using Opml.Dispute.Contracts.Oracle;
using Opml.Dispute.Sessions;
using Opml.Ethereum.Rpc;
using Opml.PowerShell.Completers;

namespace Opml.PowerShell.Commands;

/// <summary>Carries results to the contracts that asked for them.</summary>
[Cmdlet(VerbsCommunications.Send, "OpmlCallback", SupportsShouldProcess = true)]
[OutputType(typeof(OpmlDelivery))]
public sealed class SendOpmlCallbackCommand : TransactionCmdlet
{
    /// <summary>The requests' numbers; all that are due unless given.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RequestIdCompleter))]
    public ulong[] RequestId { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        ulong[] due = RequestId;
        if (due.Length == 0) ForItem(Deployment, () => due = FindDue());
        foreach (ulong id in due)
        {
            ForItem(id, () =>
            {
                if (!ShouldProcess($"the result of request {id}", "Carry it to its callback contract")) return;
                WithNode(async (node, token) =>
                {
                    OpmlDelivery delivery = await OracleMoves.DeliverAsync(node, Deployment, id, token).ConfigureAwait(false);
                    Post(() => WriteObject(delivery));
                });
            });
        }
    }

    private ulong[] FindDue()
    {
        ulong[] due = [];
        Await(async token =>
        {
            using var client = new HttpEthereumClient(Deployment.RpcUrl);
            var finder = new OracleDelivery(OpmlNode.OracleOf(Deployment, client), Deployment.Block);
            due = [.. (await finder.FindAsync(cancellationToken: token).ConfigureAwait(false)).Select(item => item.RequestId)];
        });
        return due;
    }
}
