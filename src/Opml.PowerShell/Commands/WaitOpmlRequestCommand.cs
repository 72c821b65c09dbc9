using System.Diagnostics;
using System.Management.Automation;
using Opml.Dispute.Sessions;
using Opml.PowerShell.Completers;

namespace Opml.PowerShell.Commands;

/// <summary>Waits until requests have their results.</summary>
[Cmdlet(VerbsLifecycle.Wait, "OpmlRequest")]
[OutputType(typeof(OpmlRequest))]
public sealed class WaitOpmlRequestCommand : ChainCmdlet
{
    private const int ProgressId = 0x6f71;

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
        if (Timeout is { } seconds) patience.CancelAfter(TimeSpan.FromSeconds(seconds));
        var progress = new Reporter(this, id);
        try
        {
            OpmlRequest request = await RequestWait.UntilAsync(Deployment, contract, id, Until, progress, patience.Token).ConfigureAwait(false);
            Post(() => WriteObject(request));
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            throw new TimeoutException($"Request {id} did not come to '{Until}' within {Timeout} seconds. It goes on: wait again, or see where it stands with Get-OpmlRequest.");
        }
        finally
        {
            progress.Complete();
        }
    }

    /// <summary>Shows where the request stands, twice a second at most.</summary>
    private sealed class Reporter(WaitOpmlRequestCommand cmdlet, ulong id) : IProgress<OpmlRequest>
    {
        private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(500);
        private readonly string _activity = $"Waiting for request {id}";
        private readonly Stopwatch _sinceStart = Stopwatch.StartNew();
        private TimeSpan _next;
        private bool _shown;

        public void Report(OpmlRequest value)
        {
            if (_sinceStart.Elapsed < _next) return;
            _next = _sinceStart.Elapsed + s_interval;
            _shown = true;
            string status = $"{value.Status}, attempt {value.Attempt}, {value.OpenGames} open games";
            cmdlet.Post(() => cmdlet.WriteProgress(new ProgressRecord(ProgressId, _activity, status)));
        }

        public void Complete()
        {
            if (_shown) cmdlet.Post(() => cmdlet.WriteProgress(new ProgressRecord(ProgressId, _activity, "Done") { RecordType = ProgressRecordType.Completed }));
        }
    }
}
