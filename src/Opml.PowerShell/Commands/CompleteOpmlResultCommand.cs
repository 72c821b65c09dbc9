using System.Management.Automation;
using Opml.Dispute.Sessions;
using Opml.PowerShell.Completers;

namespace Opml.PowerShell.Commands;

/// <summary>Makes a result final once its challenge window is over.</summary>
[Cmdlet(VerbsLifecycle.Complete, "OpmlResult", SupportsShouldProcess = true)]
[OutputType(typeof(FinalResult))]
public sealed class CompleteOpmlResultCommand : TransactionCmdlet
{
    /// <summary>The request's number.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RequestIdCompleter))]
    public ulong RequestId { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForItem(RequestId, () =>
    {
        if (!ShouldProcess($"the result of request {RequestId}", "Make it final")) return;
        WithNode(async (node, token) =>
        {
            FinalResult final = await Moves.FinaliseAsync(node, Deployment, RequestId, token).ConfigureAwait(false);
            Post(() => WriteObject(final));
        });
    });
}
