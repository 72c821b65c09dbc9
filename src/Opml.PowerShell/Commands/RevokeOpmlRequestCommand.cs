using System.Management.Automation;
using Opml.Dispute.Sessions;
using Opml.PowerShell.Completers;

namespace Opml.PowerShell.Commands;

/// <summary>Takes a request back that has had no result by its deadline.</summary>
[Cmdlet(VerbsSecurity.Revoke, "OpmlRequest", SupportsShouldProcess = true)]
[OutputType(typeof(RevokedRequest))]
public sealed class RevokeOpmlRequestCommand : TransactionCmdlet
{
    /// <summary>The request's number.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RequestIdCompleter))]
    public ulong RequestId { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForItem(RequestId, () =>
    {
        if (!ShouldProcess($"request {RequestId}", "Take it back")) return;
        WithNode(async (node, token) =>
        {
            RevokedRequest revoked = await OracleMoves.RevokeAsync(node, Deployment, RequestId, token).ConfigureAwait(false);
            Post(() => WriteObject(revoked));
        });
    });
}
