using Opml.Dispute.Contracts.Events;
using Opml.Dispute.Players;
using Opml.Node.Configuration;
using Opml.Node.Connection;
using Opml.Node.Limits;
using Opml.Node.Models;
using Opml.Node.Status;

namespace Opml.Node.Hosting;

/// <summary>What a node does once it has a seat: it plays within its limits, keeps house, and delivers callbacks, side by side.</summary>
internal sealed class NodeWork
{
    private readonly NodeOptions _options;
    private readonly Seat _seat;
    private readonly NodeBoard _board;
    private readonly NodeReporter _reporter;
    private readonly ModelCatalog _catalog;
    private readonly SpeedMeter _speed;
    private readonly Admission _admission;
    private readonly Operator _player;

    public NodeWork(NodeOptions options, Seat seat, NodeBoard board, NodeReporter reporter, ModelCatalog catalog, SpeedMeter speed)
    {
        _options = options;
        _seat = seat;
        _board = board;
        _reporter = reporter;
        _catalog = catalog;
        _speed = speed;
        board.ChainId = seat.Sender.ChainId;
        board.StorePath = seat.StoreName;
        board.Client = seat.Client;
        _admission = new Admission(options.Limits, seat.Account.Address, Stores.FolderOf(options, seat.StoreName), speed, board.Load);
        _player = new Operator(
            seat.Account, seat.Sender, seat.Store, catalog, PlayerOptions(), options.Roles.Contains(NodeRole.Proposer), options.Roles.Contains(NodeRole.Validator));
    }

    /// <summary>Called each time the player has looked at the chain; must return at once.</summary>
    public required Action<PlayerStatus> Looked { get; init; }

    /// <summary>Called every second.</summary>
    public required Action Beat { get; init; }

    /// <summary>Works until cancelled, or until a part of the work cannot go on.</summary>
    /// <param name="watch">Watches the clocks.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(ClockWatch watch, CancellationToken cancellationToken)
    {
        using var all = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task playing = Task.Run(() => _player.RunAsync(all.Token), CancellationToken.None);
        var keeper = new Housekeeper(_options.HousekeepingInterval, _board, watch, _reporter.Warnings, _catalog, _reporter.Log)
        {
            Beat = Beat,
            ModelsChanged = () =>
            {
                TellModels();
                _player.Rescan();
            },
        };
        Task keeping = Task.Run(() => keeper.RunAsync(_seat, all.Token), CancellationToken.None);
        Task delivering = Task.Run(() => DeliverAsync(all.Token), CancellationToken.None);
        await Task.WhenAny(playing, keeping).ConfigureAwait(false);
        await all.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(playing, keeping, delivering).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (playing.IsFaulted) await playing.ConfigureAwait(false);
        await keeping.ConfigureAwait(false);
        await playing.ConfigureAwait(false);
    }

    private PlayerOptions PlayerOptions() => new()
    {
        FromBlock = _options.FromBlock,
        PollInterval = _options.PollInterval,
        KeptRuns = _options.KeptRuns,
        Snapshots = SnapshotSettings.Of(_options, _seat.StoreName, _reporter.Warnings),
        Takes = (kind, model) => _admission.Takes(kind, model) && !_catalog.Loaded.Any(loaded => loaded.IsRetired && loaded.Files.Matches(model)),
        Admits = AdmitAsync,
        Looked = player =>
        {
            _board.Looked(player);
            Looked(player);
        },
        Happened = Happened,
        Ran = run =>
        {
            _speed.Add(run);
            _reporter.Ran(run);
        },
        Log = message => _reporter.Did(NodeEventKind.Move, message),
    };

    private async Task<string?> AdmitAsync(Undertaking undertaking, CancellationToken cancellationToken)
    {
        Refusal? refusal = await _admission.AskAsync(_seat.Client, undertaking, cancellationToken).ConfigureAwait(false);
        if (refusal is not null) _reporter.Refused(refusal, undertaking);
        return refusal?.Reason;
    }

    private void Happened(OpmlEvent happened)
    {
        if (happened is ResultPosted posted) _admission.Release(UndertakingKind.Result, posted.RequestId);
        if (happened is GameOpened opened && opened.Challenger == _seat.Account.Address) _admission.Release(UndertakingKind.Challenge, opened.RequestId);
        _reporter.Happened(happened);
    }

    private async Task DeliverAsync(CancellationToken cancellationToken)
    {
        if (_options.Oracle is not { } oracle) return;
        var courier = new CallbackCourier(_seat, oracle, _options, message => _reporter.Did(NodeEventKind.Callback, message));
        await courier.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private void TellModels()
    {
        _board.SetModels(_catalog.Loaded);
        _reporter.ModelsChanged(_catalog);
    }
}
