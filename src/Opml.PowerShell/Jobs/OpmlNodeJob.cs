using System.Management.Automation;
using Opml.Ethereum.Keys;
using Opml.Node;
using Opml.Node.Configuration;
using Opml.Node.Status;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Jobs;

/// <summary>
/// A node as a job of the session: Receive-Job gives what happened, with moves as verbose messages and warnings as warnings; Stop-Job
/// stops the node, which hands in first what it has signed.
/// </summary>
public sealed class OpmlNodeJob : Job
{
    private readonly string _location;
    private OpmlNodeHost? _node;
    private PrivateKey? _key;

    internal OpmlNodeJob(string command, string location)
        : base(command, "OpmlNode")
    {
        _location = location;
        PSJobTypeName = "OpmlNodeJob";
    }

    /// <summary>How the node stands.</summary>
    public NodeStatus? Status => _node?.Status;

    /// <summary>Where the node's chain is.</summary>
    public override string Location => _location;

    /// <summary>How the node stands, in a few words.</summary>
    public override string StatusMessage => _node is { } node ? NodeProgress.Words(node.Status) : "";

    /// <summary>Whether there is something to receive.</summary>
    public override bool HasMoreData => Output.Count + Warning.Count + Verbose.Count + Error.Count > 0;

    /// <summary>Stops the node and waits until it has stopped.</summary>
    public override void StopJob()
    {
        if (_node is null || JobStateInfo.State is JobState.Stopped or JobState.Failed) return;
        SetJobState(JobState.Stopping);
        _node.StopAsync().GetAwaiter().GetResult();
        Finished.WaitOne();
    }

    internal OpmlNodeHost Start(NodeOptions options, AccountKey account)
    {
        _key = account.CreateKey();
        try
        {
            _node = OpmlNodeHost.Start(options, _key, Tell);
        }
        catch
        {
            _key.Dispose();
            throw;
        }
        SetJobState(JobState.Running);
        _ = FollowAsync(_node);
        return _node;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) StopJob();
        base.Dispose(disposing);
    }

    private async Task FollowAsync(OpmlNodeHost node)
    {
        await node.Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await node.DisposeAsync().ConfigureAwait(false);
        _key!.Dispose();
        if (node.Completion.Exception?.InnerException is not { } failure)
        {
            SetJobState(JobState.Stopped);
            return;
        }
        Write(() => Error.Add(Failures.ToRecord(failure, null)));
        SetJobState(JobState.Failed);
    }

    private void Tell(NodeEvent happened) => Write(() =>
    {
        switch (happened.Kind)
        {
            case NodeEventKind.Move:
                Verbose.Add(new VerboseRecord(happened.Message));
                break;
            case NodeEventKind.Warning:
                Warning.Add(new WarningRecord(happened.Message));
                break;
            default:
                Output.Add(PSObject.AsPSObject(happened));
                break;
        }
    });

    private static void Write(Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is PSInvalidOperationException or ObjectDisposedException)
        {
            // The job was removed: nobody will receive it.
        }
    }
}
