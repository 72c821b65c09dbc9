using System.Management.Automation;
using Opml.Dispute.Sessions;
using Opml.PowerShell.Completers;

namespace Opml.PowerShell.Commands;

/// <summary>Challenges a request's live result with a bond.</summary>
[Cmdlet(VerbsCommon.Open, "OpmlChallenge", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(OpenedChallenge))]
public sealed class OpenOpmlChallengeCommand : TransactionCmdlet
{
    /// <summary>The request's number.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RequestIdCompleter))]
    public ulong RequestId { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForItem(RequestId, () =>
    {
        if (!ShouldProcess($"the result of request {RequestId}", "Challenge it with the model's challenger bond")) return;
        WithNode(async (node, token) =>
        {
            OpenedChallenge opened = await Moves.ChallengeAsync(node, Deployment, RequestId, token).ConfigureAwait(false);
            Post(() => WriteObject(opened));
        });
    });
}
