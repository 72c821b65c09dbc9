using System.Diagnostics.Metrics;
using System.Numerics;
using Opml.Dispute.Game;
using Opml.Dispute.Players;
using Opml.Node.Status;

namespace Opml.Node.Telemetry;

/// <summary>
/// The node's instruments: most of them read its status when they are asked. Names follow OpenTelemetry, and become opml_… at the
/// Prometheus endpoint, with units and _total as OpenMetrics wants them.
/// </summary>
internal sealed class NodeMetrics : IDisposable
{
    private static int s_nodes;

    private readonly Meter _meter;
    private readonly Counter<long> _steps;
    private readonly Histogram<double> _runSeconds;
    private readonly Histogram<double> _rpcSeconds;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _warnings;

    /// <param name="status">Reads the status.</param>
    public NodeMetrics(Func<NodeStatus> status)
    {
        // Several nodes of one process have a meter each, so that none shows another's figures.
        int number = Interlocked.Increment(ref s_nodes);
        _meter = new Meter(number == 1 ? "Opml.Node" : $"Opml.Node.{number}");
        _steps = _meter.CreateCounter<long>("opml.run.steps", null, "Machine steps that were run.");
        _runSeconds = _meter.CreateHistogram<double>("opml.run.duration", "s", "How long runs took.");
        _rpcSeconds = _meter.CreateHistogram<double>("opml.rpc.duration", "s", "How long RPC endpoints took to answer.");
        _refusals = _meter.CreateCounter<long>("opml.refusals", null, "Results and challenges that were not begun, by what was missing.");
        _warnings = _meter.CreateCounter<long>("opml.warnings", null, "Warnings that began, by kind.");
        AddWork(status);
        AddMoney(status);
        AddChain(status);
    }

    /// <summary>The meter's name, to listen to.</summary>
    public string MeterName => _meter.Name;

    public void Ran(RunReport run)
    {
        _steps.Add((long)run.Steps);
        _runSeconds.Record(run.Elapsed.TotalSeconds);
    }

    public void Answered(string endpoint, TimeSpan took, bool isAnswer) =>
        _rpcSeconds.Record(took.TotalSeconds, new KeyValuePair<string, object?>("endpoint", endpoint), new KeyValuePair<string, object?>("outcome", isAnswer ? "answered" : "failed"));

    public void Refused(NodeWarningKind kind) => _refusals.Add(1, Tag("reason", kind));

    public void Warned(NodeWarningKind kind) => _warnings.Add(1, Tag("kind", kind));

    public void Dispose() => _meter.Dispose();

    private void AddWork(Func<NodeStatus> status)
    {
        _meter.CreateObservableGauge("opml.requests", () => status().Requests.Select(pair => Measure(pair.Value, "status", pair.Key)), null, "Requests of the node's models, by where they stand.");
        _meter.CreateObservableCounter("opml.results", () => Results(status().Record), null, "Results of this node, by what became of them.");
        _meter.CreateObservableGauge("opml.games", () => Games(status()), null, "Games in play, by whose clock runs; void ones wait to be claimed.");
        _meter.CreateObservableCounter("opml.games.ended", () => Ended(status().Record), null, "Games that ended, by how.");
        _meter.CreateObservableGauge("opml.clock.left", () => Present(status().SmallestClock?.TotalSeconds), "s", "The least time left on a running clock of this node.");
        _meter.CreateObservableGauge("opml.steps.rate", () => Present(status().StepsPerSecond), null, "Steps a second of the last runs.");
        _meter.CreateObservableGauge("opml.queue.depth", () => Queue(status()), null, "Moves and runs that are to be done.");
        _meter.CreateObservableGauge("opml.models", () => status().Models.Length, null, "Models that are loaded.");
        _meter.CreateObservableGauge("opml.warnings.active", () => status().Warnings.Length, null, "Warnings that hold now.");
        _meter.CreateObservableGauge("opml.ready", () => status().IsReady ? 1 : 0, null, "1 where the chain is read up to its head.");
    }

    private void AddMoney(Func<NodeStatus> status)
    {
        _meter.CreateObservableCounter("opml.gas", () => (double)status().GasUsed, null, "Gas used since the start.");
        _meter.CreateObservableCounter("opml.gas.fees", () => Ether(status().GasFees), "ether", "What that gas cost.");
        _meter.CreateObservableGauge("opml.balance", () => Ether(status().Balance), "ether", "The account's ether outside the contract.");
        _meter.CreateObservableGauge("opml.bonds.at_stake", () => Ether(status().AtStake), "ether", "Bonds that the contract holds of the account.");
        _meter.CreateObservableCounter("opml.bonds.won", () => Ether(status().Record.BondsWon), "ether", "What the node had of others' bonds.");
        _meter.CreateObservableCounter("opml.bonds.lost", () => Ether(status().Record.BondsLost), "ether", "Bonds that the node lost.");
        _meter.CreateObservableCounter("opml.fees.earned", () => Ether(status().Record.FeesEarned), "ether", "Fees of final results.");
    }

    private void AddChain(Func<NodeStatus> status)
    {
        _meter.CreateObservableGauge("opml.chain.height", () => (long)status().Height, null, "The last block that was read.");
        _meter.CreateObservableGauge("opml.chain.skew", () => status().ClockSkew.TotalSeconds, "s", "How far this machine's clock is ahead of the chain's.");
        _meter.CreateObservableGauge("opml.rpc.up", () => status().Endpoints.Select(endpoint => Measure(endpoint.IsUp ? 1 : 0, "endpoint", endpoint.Host)), null, "1 where an RPC endpoint answered last time.");
        _meter.CreateObservableGauge("opml.rpc.height", () => status().Endpoints.Select(endpoint => Measure((long)endpoint.Height, "endpoint", endpoint.Host)), null, "The highest block that an endpoint named.");
        _meter.CreateObservableCounter("opml.rpc.failures", () => status().Endpoints.Select(endpoint => Measure(endpoint.Failures, "endpoint", endpoint.Host)), null, "Questions that an endpoint left without an answer.");
    }

    private static IEnumerable<Measurement<long>> Results(PlayerRecord record) =>
    [
        Measure(record.ResultsPosted, "outcome", "posted"),
        Measure(record.ResultsFinal, "outcome", "final"),
        Measure(record.ResultsStruckOut, "outcome", "struck_out"),
    ];

    private static IEnumerable<Measurement<long>> Ended(PlayerRecord record) =>
    [
        Measure(record.GamesWon, "outcome", "won"),
        Measure(record.GamesLost - record.GamesLostOnTime, "outcome", "lost_by_proof"),
        Measure(record.GamesLostOnTime, "outcome", "lost_on_time"),
        Measure(record.GamesVoid, "outcome", "void"),
    ];

    private static IEnumerable<Measurement<int>> Games(NodeStatus status) =>
    [
        Measure(status.Games.Count(game => game.IsOwnClock), "state", "own_clock"),
        Measure(status.Games.Count(game => !game.IsOwnClock && game.Turn != Turn.Void), "state", "other_clock"),
        Measure(status.Games.Count(game => game.Turn == Turn.Void), "state", "void"),
    ];

    private static IEnumerable<Measurement<int>> Queue(NodeStatus status) =>
    [
        Measure(Math.Max(0, status.QueueDepth - status.UnderWay - status.Resting), "state", "waiting"),
        Measure(status.UnderWay, "state", "under_way"),
        Measure(status.Resting, "state", "resting"),
    ];

    private static IEnumerable<Measurement<double>> Present(double? value) => value is { } known ? [new Measurement<double>(known)] : [];

    private static double Ether(BigInteger wei) => (double)wei / 1e18;

    private static Measurement<T> Measure<T>(T value, string name, object tag)
        where T : struct => new(value, Tag(name, tag));

    private static KeyValuePair<string, object?> Tag(string name, object value) => new(name, value.ToString()!.ToLowerInvariant());
}
