using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Opml.Dispute.Contracts.Events;
using Opml.Dispute.Players;
using Opml.Dispute.Store;
using Opml.Ethereum;
using Opml.Ethereum.Accounts;
using Opml.Ethereum.Keys;
using Opml.Ethereum.Pool;
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
    private static readonly TimeSpan s_refusalLasts = TimeSpan.FromSeconds(90);

    private readonly NodeOptions _options;
    private readonly PrivateKey _key;
    private readonly ILogger _log;
    private readonly Action<NodeEvent>? _tell;
    private readonly WarningBoard _warnings;
    private readonly SpeedMeter _speed = new();
    private readonly ChainClock _clock = new();
    private readonly ClockWatch _watch;
    private readonly NodeBoard _board;
    private readonly NodeMetrics _metrics;
    private readonly ModelCatalog _catalog;
    private readonly CancellationTokenSource _ending = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HealthListener? _health;
    private readonly NodeExport _export;
    private Admission? _admission;
    private long _lastBeat = Environment.TickCount64;

    private OpmlNodeHost(NodeOptions options, PrivateKey key, ILoggerFactory? loggers, Action<NodeEvent>? tell)
    {
        _options = options;
        _key = key;
        _log = (loggers ?? NullLoggerFactory.Instance).CreateLogger("Opml.Node");
        _tell = tell;
        _warnings = new WarningBoard(Warned);
        _watch = new ClockWatch(options.Limits, _clock, _warnings);
        _board = new NodeBoard(options, key.Address, _warnings, _speed, _clock);
        _metrics = new NodeMetrics(_board.Read);
        _catalog = new ModelCatalog(options.Models, options.ModelFolders, options.HousekeepingInterval * 6, (path, exception) => _warnings.Raise(NodeWarningKind.Model, path, exception.Message, TimeSpan.FromHours(1)));
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
            _log.Stopping();
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
            _log.Starting(_key.Address.ToString(), string.Join(", ", _options.Roles), _options.Contract.ToString(), string.Join(", ", _options.RpcUrls.Select(url => url.Authority)));
            if (_board.MetricsUrl is { } url) _log.Serving(url);
            _catalog.Refresh(keepGone: false, _ending.Token);
            TellModels();
            Seat seat = await TakeSeatAsync().ConfigureAwait(false);
            await using var held = seat.ConfigureAwait(false);
            await PlayAsync(seat).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            _board.Set(NodeState.Stopped);
            _log.Stopped();
            Tell(NodeEventKind.Node, "stopped");
        }
        catch (Exception exception)
        {
            _board.Set(NodeState.Failed, exception.Message);
            _log.Failed(exception.Message);
            Tell(NodeEventKind.Node, $"cannot go on: {exception.Message}");
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
                return await Seat.TakeAsync(_options, _key, Answered, EndpointChanged, _ending.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is StoreUnavailableException or (EthereumException and not ChainIdMismatchException))
            {
                TimeSpan pause = Backoff.After(failures++);
                _log.NotConnected(pause.TotalSeconds, exception.Message);
                // Of the chain's endpoints there are warnings already.
                if (exception is StoreUnavailableException) Tell(NodeEventKind.Warning, string.Create(CultureInfo.InvariantCulture, $"{exception.Message} Next try in {pause.TotalSeconds:0.#} s."));
                Interlocked.Exchange(ref _lastBeat, Environment.TickCount64);
                await Task.Delay(pause, _ending.Token).ConfigureAwait(false);
            }
        }
    }

    private async Task PlayAsync(Seat seat)
    {
        _board.ChainId = seat.Sender.ChainId;
        _board.StorePath = seat.StoreName;
        _board.Client = seat.Client;
        var admission = _admission = new Admission(_options.Limits, seat.Account.Address, Stores.FolderOf(_options, seat.StoreName), _speed, _board.Load);
        var player = new Operator(
            seat.Account,
            seat.Sender,
            seat.Store,
            _catalog,
            Options(seat, admission),
            _options.Roles.Contains(NodeRole.Proposer),
            _options.Roles.Contains(NodeRole.Validator));
        using var both = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
        Task playing = Task.Run(() => player.RunAsync(both.Token));
        var keeper = new Housekeeper(_options.HousekeepingInterval, _board, _watch, _warnings, _catalog, _log)
        {
            Beat = () => Interlocked.Exchange(ref _lastBeat, Environment.TickCount64),
            ModelsChanged = () =>
            {
                TellModels();
                player.Rescan();
            },
        };
        Task keeping = Task.Run(() => keeper.RunAsync(seat, both.Token));
        Task delivering = Task.Run(() => DeliverAsync(seat, both.Token));
        await Task.WhenAny(playing, keeping).ConfigureAwait(false);
        await both.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(playing, keeping, delivering).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (playing.IsFaulted) await playing.ConfigureAwait(false);
        await keeping.ConfigureAwait(false);
        await playing.ConfigureAwait(false);
    }

    private PlayerOptions Options(Seat seat, Admission admission) => new()
    {
        FromBlock = _options.FromBlock,
        PollInterval = _options.PollInterval,
        KeptRuns = _options.KeptRuns,
        Snapshots = SnapshotSettings.Of(_options, seat.StoreName, _warnings),
        Takes = (kind, model) => admission.Takes(kind, model) && !_catalog.Loaded.Any(loaded => loaded.IsRetired && loaded.Files.Matches(model)),
        Admits = (undertaking, cancellationToken) => AdmitAsync(seat, admission, undertaking, cancellationToken),
        Looked = Looked,
        Happened = Happened,
        Ran = Ran,
        Log = message =>
        {
            _log.Player(message);
            Tell(NodeEventKind.Move, message);
        },
    };

    private async Task<string?> AdmitAsync(Seat seat, Admission admission, Undertaking undertaking, CancellationToken cancellationToken)
    {
        Refusal? refusal = await admission.AskAsync(seat.Client, undertaking, cancellationToken).ConfigureAwait(false);
        if (refusal is null) return null;
        string what = undertaking.Kind == UndertakingKind.Result ? $"result of request {undertaking.RequestId}" : $"challenge on request {undertaking.RequestId}";
        _metrics.Refused(refusal.Kind);
        _warnings.Raise(refusal.Kind, what, refusal.Reason, s_refusalLasts);
        return refusal.Reason;
    }

    private void Looked(PlayerStatus player)
    {
        _board.Looked(player);
        if (_ready.Task.IsCompleted) return;
        _board.Set(NodeState.Running);
        _log.Ready(_board.ChainId, player.Height, _catalog.Count, _board.StorePath!);
        Tell(NodeEventKind.Node, $"ready at block {player.Height} of chain {_board.ChainId}, with {_catalog.Count} models");
        _ready.TrySetResult();
    }

    private void Happened(OpmlEvent happened)
    {
        if (happened is ResultPosted posted) _admission!.Release(UndertakingKind.Result, posted.RequestId);
        if (happened is GameOpened opened && opened.Challenger == _key.Address) _admission!.Release(UndertakingKind.Challenge, opened.RequestId);
        if (ChainEvents.Describe(happened, _key.Address, DateTimeOffset.UtcNow) is not { } described) return;
        _log.Happened(described.Kind, described.Message, described.RequestId, described.Game?.ToString());
        _tell?.Invoke(described);
    }

    private void Ran(RunReport run)
    {
        _speed.Add(run);
        _metrics.Ran(run);
        _log.Ran(run.Steps, run.RequestId, run.Elapsed.TotalSeconds);
    }

    private void Answered(string endpoint, TimeSpan took, bool isAnswer)
    {
        _metrics.Answered(endpoint, took, isAnswer);
        if (isAnswer) _warnings.Clear(NodeWarningKind.Endpoint, endpoint);
        else _warnings.Raise(NodeWarningKind.Endpoint, endpoint, $"the RPC endpoint {endpoint} does not answer");
    }

    /// <summary>One of several endpoints is left, or taken up again.</summary>
    private void EndpointChanged(EndpointChange change)
    {
        if (change.Endpoint.State is EndpointState.Healthy or EndpointState.Unknown) _warnings.Clear(NodeWarningKind.Endpoint, change.Endpoint.Node);
        else _warnings.Raise(NodeWarningKind.Endpoint, change.Endpoint.Node, $"the RPC endpoint {change.Endpoint.Node} is {change.Endpoint.State}: {change.Reason}");
    }

    private async Task DeliverAsync(Seat seat, CancellationToken cancellationToken)
    {
        if (_options.Oracle is not { } oracle) return;
        var courier = new CallbackCourier(seat, oracle, _options, message =>
        {
            _log.Player(message);
            Tell(NodeEventKind.Callback, message);
        });
        await courier.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private void TellModels()
    {
        _board.SetModels(_catalog.Loaded);
        int retired = _catalog.Loaded.Count(model => model.IsRetired);
        _log.Models(_catalog.Count, retired);
        Tell(NodeEventKind.Model, $"works for {_catalog.Count - retired} models");
    }

    private void Warned(NodeWarning warning, bool begins)
    {
        if (begins)
        {
            _metrics?.Warned(warning.Kind);
            _log.Warns(warning.Kind, warning.Subject, warning.Message);
            Tell(NodeEventKind.Warning, $"{warning.Kind} {warning.Subject}: {warning.Message}");
        }
        else
        {
            _log.WarningOver(warning.Kind, warning.Subject);
            Tell(NodeEventKind.Warning, $"{warning.Kind} {warning.Subject} is over");
        }
    }

    private void Tell(NodeEventKind kind, string message) => _tell?.Invoke(new NodeEvent(DateTimeOffset.UtcNow, kind, message));
}
