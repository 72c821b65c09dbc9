using Microsoft.Extensions.Logging;
using Opml.Dispute.Contracts.Events;
using Opml.Dispute.Players;
using Opml.Ethereum;
using Opml.Ethereum.Pool;
using Opml.Node.Configuration;
using Opml.Node.Limits;
using Opml.Node.Logging;
using Opml.Node.Models;
using Opml.Node.Status;
using Opml.Node.Telemetry;

namespace Opml.Node.Hosting;

/// <summary>Tells what happens to a node: to its log, to whoever started it, to its warnings and its metrics. Safe from any thread.</summary>
internal sealed class NodeReporter
{
    private static readonly TimeSpan s_refusalLasts = TimeSpan.FromSeconds(90);

    private readonly ILogger _log;
    private readonly Action<NodeEvent>? _tell;
    private readonly Address _account;

    /// <param name="log">The node's log.</param>
    /// <param name="tell">Told what happens; nobody where null.</param>
    /// <param name="account">Whose events are told as its own.</param>
    public NodeReporter(ILogger log, Action<NodeEvent>? tell, Address account)
    {
        _log = log;
        _tell = tell;
        _account = account;
        Warnings = new WarningBoard(Warned);
    }

    /// <summary>The node's log.</summary>
    public ILogger Log => _log;

    /// <summary>The warnings that hold; each is told.</summary>
    public WarningBoard Warnings { get; }

    /// <summary>What counts; nothing until set.</summary>
    public NodeMetrics? Metrics { get; set; }

    public void Tell(NodeEventKind kind, string message) => _tell?.Invoke(new NodeEvent(DateTimeOffset.UtcNow, kind, message));

    /// <summary>The node begins.</summary>
    public void Starting(NodeOptions options, Uri? metricsUrl)
    {
        _log.Starting(_account.ToString(), string.Join(", ", options.Roles), options.Contract.ToString(), string.Join(", ", options.RpcUrls.Select(url => url.Authority)));
        if (metricsUrl is { } url) _log.Serving(url);
    }

    /// <summary>The node has read the chain up to its head.</summary>
    public void Ready(ulong chainId, ulong height, int models, string storePath)
    {
        _log.Ready(chainId, height, models, storePath);
        Tell(NodeEventKind.Node, $"ready at block {height} of chain {chainId}, with {models} models");
    }

    /// <summary>The node has stopped, as it was told to.</summary>
    public void Stopped()
    {
        _log.Stopped();
        Tell(NodeEventKind.Node, "stopped");
    }

    /// <summary>The node must not go on.</summary>
    public void Failed(string reason)
    {
        _log.Failed(reason);
        Tell(NodeEventKind.Node, $"cannot go on: {reason}");
    }

    /// <summary>The player, or who delivers callbacks, did something.</summary>
    public void Did(NodeEventKind kind, string message)
    {
        _log.Player(message);
        Tell(kind, message);
    }

    /// <summary>Something happened on the chain.</summary>
    public void Happened(OpmlEvent happened)
    {
        if (ChainEvents.Describe(happened, _account, DateTimeOffset.UtcNow) is not { } described) return;
        _log.Happened(described.Kind, described.Message, described.RequestId, described.Game?.ToString());
        _tell?.Invoke(described);
    }

    /// <summary>A program was run.</summary>
    public void Ran(RunReport run)
    {
        Metrics?.Ran(run);
        _log.Ran(run.Steps, run.RequestId, run.Elapsed.TotalSeconds);
    }

    /// <summary>The limits forbid a bond.</summary>
    public void Refused(Refusal refusal, Undertaking undertaking)
    {
        string what = undertaking.Kind == UndertakingKind.Result ? $"result of request {undertaking.RequestId}" : $"challenge on request {undertaking.RequestId}";
        Metrics?.Refused(refusal.Kind);
        Warnings.Raise(refusal.Kind, what, refusal.Reason, s_refusalLasts);
    }

    /// <summary>The chain was asked something.</summary>
    public void Answered(string endpoint, TimeSpan took, bool isAnswer)
    {
        Metrics?.Answered(endpoint, took, isAnswer);
        if (isAnswer) Warnings.Clear(NodeWarningKind.Endpoint, endpoint);
        else Warnings.Raise(NodeWarningKind.Endpoint, endpoint, $"the RPC endpoint {endpoint} does not answer");
    }

    /// <summary>An endpoint is left, or taken up again.</summary>
    public void EndpointChanged(EndpointChange change)
    {
        if (change.Endpoint.State is EndpointState.Healthy or EndpointState.Unknown) Warnings.Clear(NodeWarningKind.Endpoint, change.Endpoint.Node);
        else Warnings.Raise(NodeWarningKind.Endpoint, change.Endpoint.Node, $"the RPC endpoint {change.Endpoint.Node} is {change.Endpoint.State}: {change.Reason}");
    }

    /// <summary>There are other models than before.</summary>
    public void ModelsChanged(ModelCatalog catalog)
    {
        int retired = catalog.Loaded.Count(model => model.IsRetired);
        _log.Models(catalog.Count, retired);
        Tell(NodeEventKind.Model, $"works for {catalog.Count - retired} models");
    }

    private void Warned(NodeWarning warning, bool begins)
    {
        if (begins)
        {
            Metrics?.Warned(warning.Kind);
            _log.Warns(warning.Kind, warning.Subject, warning.Message);
            Tell(NodeEventKind.Warning, $"{warning.Kind} {warning.Subject}: {warning.Message}");
        }
        else
        {
            _log.WarningOver(warning.Kind, warning.Subject);
            Tell(NodeEventKind.Warning, $"{warning.Kind} {warning.Subject} is over");
        }
    }
}
