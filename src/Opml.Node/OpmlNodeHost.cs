using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Opml.Dispute.Players;
using Opml.Dispute.Store;
using Opml.Ethereum;
using Opml.Ethereum.Accounts;
using Opml.Ethereum.Keys;
using Opml.Node.Configuration;
using Opml.Node.Connection;
using Opml.Node.Hosting;
using Opml.Node.Limits;
using Opml.Node.Logging;
using Opml.Node.Models;
using Opml.Node.Status;
using Opml.Node.Telemetry;
using Opml.Node.Web;

namespace Opml.Node;

/// <summary>
/// A node: an account that answers requests and checks answers for as long as it is left running. It waits for a chain that does
/// not answer; it ends by itself only when it must not go on: see <see cref="Completion"/>.
/// </summary>
public sealed class OpmlNodeHost : IAsyncDisposable
{
    private static readonly TimeSpan s_longestBeat = TimeSpan.FromSeconds(60);

    private readonly NodeOptions _options;
    private readonly PrivateKey _key;
    private readonly NodeReporter _reporter;
    private readonly SpeedMeter _speed = new();
    private readonly ClockWatch _watch;
    private readonly NodeBoard _board;
    private readonly NodeMetrics _metrics;
    private readonly ModelCatalog _catalog;
    private readonly CancellationTokenSource _ending = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HealthListener? _health;
    private readonly NodeExport _export;
    private long _lastBeat = Environment.TickCount64;

    private OpmlNodeHost(NodeOptions options, PrivateKey key, ILoggerFactory? loggers, Action<NodeEvent>? tell)
    {
        _options = options;
        _key = key;
        _reporter = new NodeReporter((loggers ?? NullLoggerFactory.Instance).CreateLogger("Opml.Node"), tell, key.Address);
        var clock = new ChainClock();
        _watch = new ClockWatch(options.Limits, clock, _reporter.Warnings);
        _board = new NodeBoard(options, key.Address, _reporter.Warnings, _speed, clock);
        _reporter.Metrics = _metrics = new NodeMetrics(_board.Read);
        _catalog = new ModelCatalog(
            options.Models, options.ModelFolders, options.HousekeepingInterval * 6,
            (path, exception) => _reporter.Warnings.Raise(NodeWarningKind.Model, path, exception.Message, TimeSpan.FromHours(1)));
        if (options.MetricsPort is { } port)
        {
            _health = HealthListener.Open(options.MetricsHost, port, _board.Read, IsAlive);
            _board.MetricsUrl = _health.Url;
        }
        _export = new NodeExport(_metrics.MeterName, key.Address.ToString(), _health is null ? null : (_health.Host, _health.Port));
        Completion = Task.Run(RunAsync);
    }

    /// <summary>Starts a node. It goes on in the background: connects, loads its models, catches up with the chain, and works.</summary>
    /// <param name="options">What it is to do.</param>
    /// <param name="key">The account's key; the caller's to dispose once the node has ended.</param>
    /// <param name="loggers">Where its log goes; nowhere unless given.</param>
    /// <param name="happened">Told what happens; from any thread, must return at once.</param>
    /// <exception cref="NodeConfigurationException">The options are wrong, or the port cannot be opened.</exception>
    public static OpmlNodeHost Start(NodeOptions options, PrivateKey key, ILoggerFactory? loggers = null, Action<NodeEvent>? happened = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(key);
        OptionsCheck.Check(options);
        return new OpmlNodeHost(options, key, loggers, happened);
    }

    /// <summary>Starts a node that keeps no log, for callers without Microsoft.Extensions.Logging.</summary>
    /// <inheritdoc cref="Start(NodeOptions, PrivateKey, ILoggerFactory?, Action{NodeEvent}?)"/>
    public static OpmlNodeHost Start(NodeOptions options, PrivateKey key, Action<NodeEvent> happened) => Start(options, key, null, happened);

    /// <summary>Tells nodes apart.</summary>
    public Guid Id => _board.Id;

    /// <summary>How things stand.</summary>
    public NodeStatus Status => _board.Read();

    /// <summary>
    /// Ends when the node has stopped as it was told to; fails when it must not go on: <see cref="NodeConfigurationException"/>,
    /// <see cref="StoreException"/>, <see cref="ChainIdMismatchException"/>.
    /// </summary>
    public Task Completion { get; }

    /// <summary>Waits until the node has read the chain up to its head; fails as <see cref="Completion"/> does.</summary>
    public async Task WhenReadyAsync(CancellationToken cancellationToken = default)
    {
        await Task.WhenAny(_ready.Task, Completion).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (!_ready.Task.IsCompleted) await Completion.ConfigureAwait(false);
    }

    /// <summary>Stops the node: computing ends at once, and what is signed is handed in. Returns when it is done, however it ended.</summary>
    public async Task StopAsync()
    {
        if (!Completion.IsCompleted && !_ending.IsCancellationRequested)
        {
            _board.Set(NodeState.Stopping);
            _reporter.Log.Stopping();
        }
        await _ending.CancelAsync().ConfigureAwait(false);
        await Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _health?.Dispose();
        _export.Dispose();
        _metrics.Dispose();
        _ending.Dispose();
    }

    private bool IsAlive() => !Completion.IsCompleted && Environment.TickCount64 - Interlocked.Read(ref _lastBeat) < s_longestBeat.TotalMilliseconds;

    private async Task RunAsync()
    {
        try
        {
            _reporter.Starting(_options, _board.MetricsUrl);
            _catalog.Refresh(keepGone: false, _ending.Token);
            _board.SetModels(_catalog.Loaded);
            _reporter.ModelsChanged(_catalog);
            Seat seat = await TakeSeatAsync().ConfigureAwait(false);
            await using var held = seat.ConfigureAwait(false);
            var work = new NodeWork(_options, seat, _board, _reporter, _catalog, _speed) { Looked = Looked, Beat = Beat };
            await work.RunAsync(_watch, _ending.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            _board.Set(NodeState.Stopped);
            _reporter.Stopped();
        }
        catch (Exception exception)
        {
            _board.Set(NodeState.Failed, exception.Message);
            _reporter.Failed(exception.Message);
            throw;
        }
    }

    /// <summary>Waits for a chain that does not answer; what will not change by waiting is thrown.</summary>
    private async Task<Seat> TakeSeatAsync()
    {
        for (int failures = 0; ;)
        {
            try
            {
                return await Seat.TakeAsync(_options, _key, _reporter.Answered, _reporter.EndpointChanged, _ending.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is StoreUnavailableException or (EthereumException and not ChainIdMismatchException))
            {
                TimeSpan pause = Backoff.After(failures++);
                _reporter.Log.NotConnected(pause.TotalSeconds, exception.Message);
                // Of the chain's endpoints there are warnings already.
                if (exception is StoreUnavailableException) _reporter.Tell(NodeEventKind.Warning, string.Create(CultureInfo.InvariantCulture, $"{exception.Message} Next try in {pause.TotalSeconds:0.#} s."));
                Beat();
                await Task.Delay(pause, _ending.Token).ConfigureAwait(false);
            }
        }
    }

    private void Beat() => Interlocked.Exchange(ref _lastBeat, Environment.TickCount64);

    private void Looked(PlayerStatus player)
    {
        if (_ready.Task.IsCompleted) return;
        _board.Set(NodeState.Running);
        _reporter.Ready(_board.ChainId, player.Height, _catalog.Count, _board.StorePath!);
        _ready.TrySetResult();
    }
}
