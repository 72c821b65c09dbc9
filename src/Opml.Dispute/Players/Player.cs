using System.Collections.Concurrent;
using System.Diagnostics;
using System.Numerics;
using Opml.Dispute.Contracts;
using Opml.Dispute.Game;
using Opml.Dispute.Players.Faults;
using Opml.Dispute.Store;
using Opml.Ethereum;
using Opml.Ethereum.Accounts;
using Opml.Mips.Trace;

namespace Opml.Dispute.Players;

/// <summary>
/// One side of the game. It knows the chain, its own files and machine, and its own store, which other processes may share that are the same player, and nothing of the other side.
/// It reads the contract's events, works out what is to be done, and does it, side by side and the most pressing first; killed
/// between any two instructions, it goes on from its store and the chain. One that has lost a bond to a step's proof, or two
/// to the clock, on one request leaves that request alone: it would only lose more.
/// </summary>
public abstract class Player
{
    private protected const int MostLossesOnTime = 2;

    private readonly PlayerOptions _options;
    private readonly TransactionSender _sender;
    private readonly ChainFollower _chain;
    private readonly Courier _courier;
    private readonly DutyRoster _roster;
    private readonly WorkShare _share;
    private readonly BondKeeper _bonds;
    private readonly TraceShelf _shelf;
    private readonly DeadlineGate _games = new(Math.Max(2, Environment.ProcessorCount));
    private readonly DeadlineGate _runs = new(1);
    private readonly Dictionary<string, ulong> _done = [];
    private readonly ConcurrentDictionary<GameId, bool> _hopeless = [];
    private readonly IReadOnlyList<ModelFiles> _files;
    private readonly ChainEar _ear;
    private volatile bool _isToRescan;
    private ulong _changesAtWithdrawal;
    private ulong _changesWhenTidy;
    private ulong _heightWhenTidy;
    private int _rewinds;
    private long _idleTicks;

    private protected Player(OpmlAccount account, TransactionSender sender, IPlayerStore store, IReadOnlyList<ModelFiles> files, PlayerOptions options)
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
        Account = account;
        Store = store;
        _files = files;
        _ear = new ChainEar(account.Address, options);
        _chain = new ChainFollower(account.Contract, store.Chain, options.FromBlock, Serve, Log, _ear);
        _courier = new Courier(account, sender, store.Moves);
        _share = new WorkShare(store.Work, options);
        _bonds = new BondKeeper(store.Bonds);
        _roster = new DutyRoster(Log, options.EndsWithoutMemory);
        var pool = new SnapshotPool(options.Snapshots with { Warn = options.Snapshots.Warn ?? (message => Log($"is short of room for states of its runs: {message}")) });
        _shelf = new TraceShelf(options.KeptRuns, options.Fault, pool, Log, options.Ran);
    }

    /// <summary>A part at another player's desk: the same account, view of the chain, runs, and places for work.</summary>
    private protected Player(Player desk)
    {
        _options = desk._options;
        _sender = desk._sender;
        _files = desk._files;
        _ear = desk._ear;
        _chain = desk._chain;
        _courier = desk._courier;
        _share = desk._share;
        _bonds = desk._bonds;
        _roster = desk._roster;
        _shelf = desk._shelf;
        _games = desk._games;
        _runs = desk._runs;
        _done = desk._done;
        _hopeless = desk._hopeless;
        Account = desk.Account;
        Store = desk.Store;
    }

    /// <summary>The account that plays.</summary>
    public Address Address => Account.Address;

    /// <summary>
    /// How many times the player has looked at the chain, found nothing to do, and had nothing to try again. Safe from any thread.
    /// </summary>
    public long IdleTicks => Interlocked.Read(ref _idleTicks);

    /// <summary>Runs in memory, for tests.</summary>
    internal int RunsHeld => _shelf.Count;

    private protected OpmlAccount Account { get; }

    private protected IPlayerStore Store { get; }

    private protected ChainView View => _chain.View;

    /// <summary>The chain's clock, in seconds.</summary>
    private protected ulong Now => _chain.Now;

    private protected Fault Fault => _options.Fault;

    private protected bool IsHonest => Fault.Kind == FaultKind.None;

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

    /// <summary>What is to be done by <see cref="View"/>.</summary>
    private protected abstract IEnumerable<Duty> Plan();

    /// <summary>Whether this player is one of a game's two sides.</summary>
    private protected abstract bool Plays(GameEntry game);

    /// <summary>Whether this player has something at stake on a request, so that its run may be asked for again.</summary>
    private protected virtual bool Keeps(RequestEntry request) => false;

    /// <summary>Every bond that this player gave, as <see cref="View"/> has them.</summary>
    private protected abstract IEnumerable<Bond> Bonds();

    /// <summary>Whether the end of a result's window matters to this player.</summary>
    private protected abstract bool Watches(ResultEntry result);

    // C# keeps a protected member of another object from a sister class: an operator asks its parts by these.
    internal bool TakesPart(GameEntry game) => Plays(game);

    internal bool Minds(ResultEntry result) => Watches(result);

    internal IEnumerable<Duty> Duties() => Plan();

    internal IEnumerable<Bond> OwnBonds() => Bonds();

    internal bool HoldsOn(RequestEntry request) => Keeps(request);

    /// <summary>Computes something from this player's own run; null where its files do not lead to the request's start state.</summary>
    /// <param name="request">Whose run.</param>
    /// <param name="deadline">Until when it is needed: the most pressing goes first.</param>
    /// <param name="isInPlay">Whether a game waits for it; those do not wait for any other work.</param>
    /// <param name="read">What is computed.</param>
    /// <param name="cancellationToken">Ends it.</param>
    private protected async Task<T?> ComputeAsync<T>(RequestEntry request, ulong deadline, bool isInPlay, Func<RunTrace, T> read, CancellationToken cancellationToken)
        where T : class?
    {
        using IDisposable place = await (isInPlay ? _games : _runs).EnterAsync(deadline, cancellationToken).ConfigureAwait(false);
        if (await _shelf.GetAsync(request, cancellationToken).ConfigureAwait(false) is not { } trace) return null;
        return await Task.Run(() => read(trace), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes one move, and says whether it is on the chain.</summary>
    /// <param name="key">The duty's.</param>
    /// <param name="what">What the log is told once it is done.</param>
    /// <param name="send">Makes it, with the account given.</param>
    /// <param name="cancellationToken">Ends the player.</param>
    private protected async Task<bool> MoveAsync(string key, string what, Func<OpmlAccount, Task<TransactionReceipt>> send, CancellationToken cancellationToken)
    {
        using Activity? activity = PlayerActivity.Source.StartActivity("opml.move");
        activity?.SetTag("opml.move", key);
        if (await _courier.SendAsync(key, send, cancellationToken).ConfigureAwait(false) is not { } delivery) return false;
        if (delivery.IsNews) Log(what);
        lock (_done) _done[key] = delivery.Block;
        return delivery.IsNews;
    }

    /// <summary>The duty to call time on the other side, once its clock is spent.</summary>
    private protected IEnumerable<Duty> CallTime(GameEntry game)
    {
        if (game.Deadline is not { } deadline || Now < deadline) yield break;
        string key = $"call time in game {game.Id} at {Text(game.Segment)}";
        yield return new Duty(key, deadline, 0, (_, stop) =>
            MoveAsync(key, $"calls time in game {game.Id}", account => account.CallTimeAsync(game.Id, stop), stop));
    }

    /// <summary>The duty to answer in a game, while there is time.</summary>
    private protected IEnumerable<Duty> Answer(string verb, GameEntry game, Func<string, CancellationToken, CancellationToken, Task<bool>> doAsync)
    {
        ulong deadline = game.Deadline ?? 0;
        bool isSpent = game.Deadline is { } end && Now >= end;
        bool holdsBack = game.Round >= Fault.Round && (Fault.Kind == FaultKind.Silence || (Fault.Kind == FaultKind.Lateness && !isSpent));
        if (holdsBack || (isSpent && Fault.Kind != FaultKind.Lateness)) yield break;
        string key = $"{verb} in game {game.Id} at {Text(game.Segment)}";
        yield return new Duty(key, deadline, game.Id.Request, (compute, stop) => doAsync(key, compute, stop));
    }

    /// <summary>Proves the disputed step, if what the contract will find wins the game; it is not tried again if not.</summary>
    private protected async Task<bool> ProveAsync(
        string key, RequestEntry request, GameEntry game, Predicate<StepEvidence> wins, CancellationToken compute, CancellationToken stop)
    {
        Segment step = game.Segment;
        StepEvidence? evidence = await ComputeAsync(
            request, game.Deadline ?? 0, isInPlay: true, trace => trace.Evidence(step, compute), compute).ConfigureAwait(false);
        if (evidence is null || !wins(evidence))
        {
            Log($"has no proof that wins game {game.Id}");
            _hopeless[game.Id] = true;
            return false;
        }
        return await MoveAsync(
            key,
            $"proves step {step.Index} in game {game.Id}",
            account => account.ProveAsync(game.Id, step, evidence.Witness, evidence.Proof, stop),
            stop).ConfigureAwait(false);
    }

    /// <summary>Whether the operator takes on new work on a model's terms.</summary>
    private protected bool Takes(UndertakingKind kind, RequestEntry request) => _options.Takes?.Invoke(kind, request.Service!.Model) ?? true;

    /// <summary>Asks the operator's limits before a bond is paid, unless the move was signed before.</summary>
    /// <exception cref="UndertakingRefusedException">They forbid it for now.</exception>
    private protected async Task AskAsync(string key, Undertaking undertaking, CancellationToken cancellationToken)
    {
        if (_options.Admits is not { } admits || await Store.Moves.FindAsync(key, cancellationToken).ConfigureAwait(false) is not null) return;
        if (await admits(undertaking, cancellationToken).ConfigureAwait(false) is { } reason) throw new UndertakingRefusedException(reason);
    }

    /// <summary>Whether a step's proof would not win a game.</summary>
    private protected bool IsHopeless(GameEntry game) => _hopeless.ContainsKey(game.Id);

    /// <summary>Bonds that this player has lost on a request because its clock ran out.</summary>
    private protected int LossesOnTime(RequestEntry request) =>
        View.GamesOn(request.Id).Count(game => game.OnTime && game.Loser == Address);

    /// <summary>
    /// Whether this player has lost a bond over a last state by a step's proof. Its hashes and picks come from its own run, so
    /// that run was wrong; what others lose proves nothing, for they may have played badly with a true result.
    /// </summary>
    private protected bool HasLostWith(RequestEntry request, Hash32 state) =>
        View.GamesOn(request.Id).Any(game => game.Loser == Address && !game.OnTime && game.ResultState == state);

    private protected void Log(string message) => _options.Log?.Invoke(message);

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
        lock (_done)
            foreach (string key in _done.Where(pair => pair.Value <= _chain.Height).Select(pair => pair.Key).ToArray()) _done.Remove(key);

        List<Duty> duties = [.. Plan().Concat(Withdraw())];
        HashSet<ulong> inPlay = [.. View.Unsettled.Where(game => game.IsOpen && Plays(game)).Select(game => game.Id.Request)];
        HashSet<string> due = [.. duties.Select(duty => duty.Key)];
        IEnumerable<ulong> kept = View.Live.Where(Keeps).Select(request => request.Id).Concat(inPlay);
        HashSet<ulong> wanted = await _share.ClaimAsync(duties, inPlay, kept, cancellationToken).ConfigureAwait(false);
        _shelf.Keep(wanted, View.Live.Select(request => request.Id).ToHashSet(), inPlay);
        lock (_done) duties.RemoveAll(duty => _done.ContainsKey(duty.Key));
        _roster.Start(duties, cancellationToken);
        _options.Looked?.Invoke(Status(duties.Count));
        await _bonds.NoteAsync(Bonds, _chain, cancellationToken).ConfigureAwait(false);
        await TidyAsync(due, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private PlayerStatus Status(int duties) => new()
    {
        Height = _chain.Height,
        ChainTime = Now,
        Requests = View.CountServed(),
        Games = [.. View.Unsettled.Where(Plays).Select(game => PlayerGame.Of(game, Address, View.Request(game.Id.Request).Service?.Model.Clock))],
        GasReserved = _ear.GasReserved(View, Plays),
        DutiesDue = duties,
        DutiesUnderWay = _roster.Running,
        DutiesResting = _roster.Resting,
        RunsHeld = _shelf.Count,
        Tally = _ear.Record,
    };

    private ModelFiles? Serve(Model model) => _options.Accepts?.Invoke(model) is false ? null : _files.FirstOrDefault(known => known.Matches(model));

    /// <summary>At each new block, looks what became of moves that are no duties any more, and after those that wait.</summary>
    private async Task TidyAsync(IReadOnlySet<string> due, CancellationToken cancellationToken)
    {
        ulong changes = _chain.Changes;
        ulong height = _chain.Height; // gas gets dearer without an event
        if ((changes, height) == (_changesWhenTidy, _heightWhenTidy)) return;
        await _courier.TidyAsync(due, cancellationToken).ConfigureAwait(false);
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
            GameInfo info = await Account.Contract.GetGameAsync(game.Id, cancellationToken).ConfigureAwait(false);
            if (info.Turn == game.Turn) View.SetDeadline(game, info.Deadline);
        }
        foreach (RequestEntry request in View.Live.Where(request => request.Result is { WindowEnd: null } result && Watches(result)).ToArray())
        {
            RequestInfo info = await Account.Contract.GetRequestAsync(request.Id, cancellationToken).ConfigureAwait(false);
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
            AccountInfo info = await Account.Contract.GetAccountAsync(Address, stop).ConfigureAwait(false);
            if (info.Free != BigInteger.Zero)
                return await MoveAsync(key, $"withdraws {info.Free} wei", account => account.WithdrawAsync(Address, stop), stop).ConfigureAwait(false);
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

    private static string Text(Segment segment) => $"{segment.Index}+{segment.Size}";
}
