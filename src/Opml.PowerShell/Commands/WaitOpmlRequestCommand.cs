using System.Management.Automation;
using Opml.Dispute.Sessions;
using Opml.PowerShell.Completers;

namespace Opml.PowerShell.Commands;

/// <summary>Waits until requests have their results.</summary>
[Cmdlet(VerbsLifecycle.Wait, "OpmlRequest")]
[OutputType(typeof(OpmlRequest))]
public sealed class WaitOpmlRequestCommand : ChainCmdlet
{
    /// <summary>The requests' numbers.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RequestIdCompleter))]
    public ulong[] RequestId { get; set; } = [];

    /// <summary>How far each is to come.</summary>
    [Parameter]
    public RequestGoal Until { get; set; } = RequestGoal.Final;

    /// <summary>Seconds after which to give up on one; never unless given.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue / 1000)]
    public int? Timeout { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (ulong id in RequestId)
            ForItem(id, () => WithContract((contract, token) => WaitAsync(contract, id, token)));
    }

    private async Task WaitAsync(Dispute.Contracts.OpmlContract contract, ulong id, CancellationToken token)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(token);
        TimeSpan? limit = Timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        if (limit is { } most) patience.CancelAfter(most);
        Work.Begin($"request {id}", limit);
        var progress = new Reporter<OpmlRequest>(request => Work.Rename($"request {id}: {request.Status}, attempt {request.Attempt}, {request.OpenGames} open games"));
        try
        {
            OpmlRequest request = await RequestWait.UntilAsync(Deployment, contract, id, Until, progress, patience.Token).ConfigureAwait(false);
            Post(() => WriteObject(request));
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            throw new TimeoutException($"Request {id} did not come to '{Until}' within {Timeout} seconds. It goes on: wait again, or see where it stands with Get-OpmlRequest.");
        }
    }
}
