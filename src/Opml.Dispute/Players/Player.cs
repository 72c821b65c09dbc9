using System.Numerics;
using Opml.Dispute.Contracts;
using Opml.Dispute.Store;
using Opml.Ethereum;
using Opml.Ethereum.Accounts;

namespace Opml.Dispute.Players;

/// <summary>
/// One side of the game. It knows the chain, its own files and machine, and its own store, which other processes may share that are the same player, and nothing of the other side.
/// It reads the contract's events, has its roles work out what is to be done, and does it, side by side and the most pressing first; killed
/// between any two instructions, it goes on from its store and the chain.
/// </summary>
public abstract class Player
{
    private readonly PlayerOptions _options;
    private readonly TransactionSender _sender;
    private readonly Desk _desk;
    private readonly Role[] _roles;
    private readonly ChainFollower _chain;
    private readonly TraceShelf _shelf;
    private readonly DutyRoster _roster;
    private readonly WorkShare _share;
    private readonly BondKeeper _bonds;
    private volatile bool _isToRescan;
    private ulong _changesAtWithdrawal;
    private ulong _changesWhenTidy;
    private ulong _heightWhenTidy;
    private int _rewinds;
    private long _idleTicks;

    private protected Player(
        OpmlAccount account, TransactionSender sender, IPlayerStore store, IReadOnlyList<ModelFiles> files, PlayerOptions options, Func<Desk, Role[]> roles)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(sender);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.KeptRuns, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.RequestsAtOnce, 1, nameof(options));
        _options = options;
        _sender = sender;
        _desk = new Desk(account, sender, store, files, options);
        _roles = roles(_desk);
        _chain = _desk.Chain;
        _shelf = _desk.Shelf;
        _share = new WorkShare(store.Work, options);
        _bonds = new BondKeeper(store.Bonds);
        _roster = new DutyRoster(Log, options.EndsWithoutMemory);
    }

    /// <summary>The account that plays.</summary>
    public Address Address => _desk.Account.Address;

    /// <summary>
    /// How many times the player has looked at the chain, found nothing to do, and had nothing to try again. Safe from any thread.
    /// </summary>
    public long IdleTicks => Interlocked.Read(ref _idleTicks);

    /// <summary>Runs in memory, for tests.</summary>
    internal int RunsHeld => _shelf.Count;

    private ChainView View => _chain.View;

    /// <summary>
    /// Has the models looked through anew, before the next look at the chain: the list of files, or what
    /// <see cref="PlayerOptions.Accepts"/> says, has changed. Safe from any thread.
    /// </summary>
    public void Rescan() => _isToRescan = true;

    /// <summary>Plays until cancelled. What fails on the way is told to the log and tried again later.</summary>
    /// <exception cref="StoreException">The player's store failed.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            for (int failures = 0; ;)
            {
                TimeSpan pause = _options.PollInterval;
                bool isCurrent = false;
                try
                {
                    isCurrent = await StartDutiesAsync(ending.Token).ConfigureAwait(false);
                    failures = 0;
                }
                catch (Exception exception) when (exception is EthereumException or StoreUnavailableException)
                {
                    pause = DutyRoster.Rest(++failures);
                    string what = exception is EthereumException ? "read the chain" : "reach its store";
                    Log($"cannot {what}, next try in {pause.TotalSeconds:0.#} s: {exception.Message}");
                }
                await PauseAsync(pause, isCurrent, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            await EndAsync(ending).ConfigureAwait(false);
            await _share.LeaveAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Reads what is new on the chain, makes the moves that are due, and waits until they are mined.</summary>
    /// <returns>Whether a transaction was sent.</returns>
    /// <exception cref="EthereumException">The node does not answer.</exception>
    /// <exception cref="StoreException">The player's store failed.</exception>
    public async Task<bool> TickAsync(CancellationToken cancellationToken = default)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bool acted = false;
        try
        {
            await StartDutiesAsync(ending.Token).ConfigureAwait(false);
            while (_roster.IsBusy)
            {
                await _roster.OneDone.ConfigureAwait(false);
                acted |= _roster.Collect(cancellationToken);
            }
            return acted;
        }
        catch
        {
            await EndAsync(ending).ConfigureAwait(false);
            throw;
        }
    }

    private bool Plays(GameEntry game) => _roles.Any(role => role.Plays(game));

    private void Log(string message) => _desk.Log(message);

    /// <returns>False when the node is behind what was read before, so that nothing can be said.</returns>
    private async Task<bool> StartDutiesAsync(CancellationToken cancellationToken)
    {
        if (_isToRescan)
        {
            _isToRescan = false;
            _chain.Rescan();
        }
        if (!await _chain.SyncAsync(cancellationToken).ConfigureAwait(false)) return false;
        if (_chain.Rewinds != _rewinds)
        {
            // Transactions of the blocks that are gone may be gone too, and with them their nonces.
            _rewinds = _chain.Rewinds;
            await _sender.ResetNonceAsync(cancellationToken).ConfigureAwait(false);
        }
        await AskTimesAsync(cancellationToken).ConfigureAwait(false);

        List<Duty> duties = [.. _roles.SelectMany(role => role.Plan()).Concat(Withdraw())];
        HashSet<ulong> inPlay = [.. View.Unsettled.Where(game => game.IsOpen && Plays(game)).Select(game => game.Id.Request)];
        HashSet<string> due = [.. duties.Select(duty => duty.Key)];
        IEnumerable<ulong> kept = View.Live.Where(request => _roles.Any(role => role.Keeps(request))).Select(request => request.Id).Concat(inPlay);
        HashSet<ulong> wanted = await _share.ClaimAsync(duties, inPlay, kept, cancellationToken).ConfigureAwait(false);
        _shelf.Keep(wanted, View.Live.Select(request => request.Id).ToHashSet(), inPlay);
        _desk.Strike(duties);
        _roster.Start(duties, cancellationToken);
        _options.Looked?.Invoke(Status(duties.Count));
        await _bonds.NoteAsync(() => _roles.SelectMany(role => role.Bonds()), _chain, cancellationToken).ConfigureAwait(false);
        await TidyAsync(due, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private PlayerStatus Status(int duties) => new()
    {
        Height = _chain.Height,
        ChainTime = _chain.Now,
        Requests = View.CountServed(),
        Games = [.. View.Unsettled.Where(Plays).Select(game => PlayerGame.Of(game, Address, View.Request(game.Id.Request).Service?.Model.Clock))],
        GasReserved = _desk.Ear.GasReserved(View, Plays),
        DutiesDue = duties,
        DutiesUnderWay = _roster.Running,
        DutiesResting = _roster.Resting,
        RunsHeld = _shelf.Count,
        Tally = _desk.Ear.Record,
    };

    /// <summary>At each new block, looks what became of moves that are no duties any more, and after those that wait.</summary>
    private async Task TidyAsync(IReadOnlySet<string> due, CancellationToken cancellationToken)
    {
        ulong changes = _chain.Changes;
        ulong height = _chain.Height; // gas gets dearer without an event
        if ((changes, height) == (_changesWhenTidy, _heightWhenTidy)) return;
        await _desk.TidyAsync(due, cancellationToken).ConfigureAwait(false);
        (_changesWhenTidy, _heightWhenTidy) = (changes, height);
    }

    /// <summary>Ends what is under way, and waits until it has.</summary>
    private async Task EndAsync(CancellationTokenSource ending)
    {
        await ending.CancelAsync().ConfigureAwait(false);
        _shelf.Clear();
        await _roster.EndAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Asks the chain for the deadlines that follow from new events, once each.</summary>
    private async Task AskTimesAsync(CancellationToken cancellationToken)
    {
        foreach (GameEntry game in View.Unsettled.Where(game => game is { IsOpen: true, Deadline: null } && Plays(game)).ToArray())
        {
            GameInfo info = await _desk.Account.Contract.GetGameAsync(game.Id, cancellationToken).ConfigureAwait(false);
            if (info.Turn == game.Turn) View.SetDeadline(game, info.Deadline);
        }
        foreach (RequestEntry request in View.Live.Where(request => request.Result is { WindowEnd: null } result && _roles.Any(role => role.Watches(result))).ToArray())
        {
            RequestInfo info = await _desk.Account.Contract.GetRequestAsync(request.Id, cancellationToken).ConfigureAwait(false);
            if (info.Status == RequestStatus.Posted && info.Attempt == request.Attempts)
                View.SetWindowEnd(request.Id, info.Since + request.Service!.Model.ChallengeWindow);
        }
    }

    /// <summary>The duty to take home what the contract owes this account, when something happened that may have changed it.</summary>
    private IEnumerable<Duty> Withdraw()
    {
        ulong changes = _chain.Changes;
        if (changes == _changesAtWithdrawal) yield break;
        string key = $"withdraw, time {View.WithdrawalsOf(Address) + 1}";
        yield return new Duty(key, ulong.MaxValue, 0, async (_, stop) =>
        {
            AccountInfo info = await _desk.Account.Contract.GetAccountAsync(Address, stop).ConfigureAwait(false);
            if (info.Free != BigInteger.Zero)
                return await _desk.MoveAsync(key, $"withdraws {info.Free} wei", account => account.WithdrawAsync(Address, stop), stop).ConfigureAwait(false);
            _changesAtWithdrawal = changes;
            return false;
        });
    }

    /// <summary>Waits until a duty that sent something has ended, or for a while.</summary>
    private async Task PauseAsync(TimeSpan pause, bool isCurrent, CancellationToken cancellationToken)
    {
        Task over = Task.Delay(pause, cancellationToken);
        await Task.WhenAny(over, _roster.OneDone).ConfigureAwait(false);
        if (_roster.Collect(cancellationToken)) return;
        await over.ConfigureAwait(false);
        if (isCurrent && !_roster.IsBusy && !_roster.HasFailures) Interlocked.Increment(ref _idleTicks);
    }
}
