using System.Numerics;
using Opml.Dispute.Contracts;
using Opml.Dispute.Contracts.Events;
using Opml.Dispute.Players.Faults;
using Opml.Dispute.Store;
using Opml.Ethereum;
using Opml.Ethereum.Abi;
using Opml.Ethereum.Accounts;

namespace Opml.Dispute.Players;

/// <summary>
/// One side of the game. It knows the chain, its own files and machine, and its own store, and nothing of the other side.
/// It reads the contract's events, works out what is to be done, and does it, one tick after the other; killed
/// between any two instructions, it goes on from its store and the chain.
/// </summary>
public abstract class Player
{
    private const ulong BlocksPerQuery = 2000;
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(30);

    private readonly PlayerStore _store;
    private readonly IReadOnlyList<ModelFiles> _files;
    private readonly PlayerOptions _options;
    private readonly Dictionary<ulong, RunTrace> _traces = [];
    private readonly Dictionary<string, (int Failures, DateTime Until)> _pauses = [];
    private ulong? _cursor;
    private long _idleTicks;

    private protected Player(OpmlAccount account, TransactionSender sender, PlayerStore store, IReadOnlyList<ModelFiles> files, PlayerOptions options)
    {
        Account = account;
        Sender = sender;
        _store = store;
        _files = files;
        _options = options;
        _cursor = store.Cursor;
        foreach (OpmlEvent happened in Read(store.ReadLogs())) View.Apply(happened);
    }

    /// <summary>The account that plays.</summary>
    public Address Address => Account.Address;

    private protected OpmlAccount Account { get; }

    private protected TransactionSender Sender { get; }

    private protected ChainView View { get; } = new();

    private protected PlayerStore Store => _store;

    private protected Fault Fault => _options.Fault;

    /// <summary>How many times the player has looked at the chain and found nothing to do. Safe from any thread.</summary>
    public long IdleTicks => Interlocked.Read(ref _idleTicks);

    /// <summary>Plays until cancelled. What fails on the way is told to the log and tried again later.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        int failures = 0;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            TimeSpan pause = TimeSpan.Zero;
            try
            {
                if (!await TickAsync(cancellationToken).ConfigureAwait(false))
                {
                    pause = _options.PollInterval;
                    Interlocked.Increment(ref _idleTicks);
                }
                failures = 0;
            }
            catch (EthereumException exception)
            {
                pause = Backoff(++failures);
                Log($"the node does not answer as it should, next try in {pause.TotalSeconds:0.#} s: {exception.Message}");
            }
            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads what is new on the chain and makes the moves that are due.</summary>
    /// <returns>Whether a transaction was sent.</returns>
    /// <exception cref="EthereumException">The node does not answer.</exception>
    public async Task<bool> TickAsync(CancellationToken cancellationToken = default)
    {
        await SyncAsync(cancellationToken).ConfigureAwait(false);
        return await ActAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes the moves that are due by <see cref="View"/>.</summary>
    private protected abstract Task<bool> ActAsync(CancellationToken cancellationToken);

    /// <summary>Brings <see cref="View"/> up to the head of the chain.</summary>
    private protected async Task SyncAsync(CancellationToken cancellationToken)
    {
        ulong head = await Account.Contract.Client.GetBlockNumberAsync(cancellationToken).ConfigureAwait(false);
        ulong next = _cursor is { } cursor ? cursor + 1 : _options.FromBlock;
        while (next <= head)
        {
            ulong last = Math.Min(head, next + BlocksPerQuery - 1);
            var filter = new LogFilter { Addresses = [Account.Contract.Address], FromBlock = next, ToBlock = last };
            IReadOnlyList<Log> logs = await Account.Contract.Client.GetLogsAsync(filter, cancellationToken).ConfigureAwait(false);
            _store.Append(logs, last);
            _cursor = last;
            foreach (OpmlEvent happened in Read(logs)) View.Apply(happened);
            next = last + 1;
        }
        foreach (RequestEntry request in View.Requests)
            if (request.Status is RequestStatus.Final or RequestStatus.Cancelled)
                _traces.Remove(request.Id);
    }

    /// <summary>The files of a request's model; null where the player has none that are truly the registered ones.</summary>
    private protected ModelFiles? FilesFor(RequestEntry request) =>
        View.Models.TryGetValue(request.ModelId, out Model? model) ? _files.FirstOrDefault(files => files.Matches(model)) : null;

    private protected Model ModelOf(RequestEntry request) => View.Models[request.ModelId];

    /// <summary>This player's own run on a request; null where its files do not lead to the request's start state.</summary>
    private protected async Task<RunTrace?> TraceAsync(RequestEntry request, CancellationToken cancellationToken)
    {
        if (_traces.TryGetValue(request.Id, out RunTrace? known)) return known;
        if (FilesFor(request) is not { } files) return null;
        Log($"runs the program on the input of request {request.Id}");
        RunTrace trace = await Task.Run(
            () => new RunTrace(engine => files.Load(request.Input, engine), ModelOf(request).StepLimit, Fault, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        if (trace.StateAt(0, cancellationToken) != request.StartState)
        {
            Log($"leaves request {request.Id} alone: its start state is not the one that the files and the input make");
            return null;
        }
        Log($"finds {trace.Steps} steps, {trace.Status}, state {trace.FinalState}");
        return _traces[request.Id] = trace;
    }

    /// <summary>The chain's clock: the latest block's time, in seconds.</summary>
    private protected async Task<ulong> NowAsync(CancellationToken cancellationToken)
    {
        Block? block = await Account.Contract.Client.GetBlockAsync(BlockTag.Latest, cancellationToken).ConfigureAwait(false);
        return block?.Timestamp ?? throw new EthereumException("The node has no latest block.");
    }

    /// <summary>
    /// Makes one move. One that the contract refuses (the other side was quicker, a clock ran out) is told to the log and
    /// not tried again for a while.
    /// </summary>
    private protected async Task<bool> MoveAsync(string what, Func<Task> send)
    {
        if (_pauses.TryGetValue(what, out var pause) && DateTime.UtcNow < pause.Until) return false;
        try
        {
            await send().ConfigureAwait(false);
            _pauses.Remove(what);
            Log(what);
            return true;
        }
        catch (RevertException exception)
        {
            int failures = pause.Failures + 1;
            _pauses[what] = (failures, DateTime.UtcNow + Backoff(failures));
            Log($"could not do this: {what}. {exception.Message}");
            return false;
        }
    }

    /// <summary>Calls time on the other side once its clock is spent.</summary>
    private protected async Task<bool> CallTimeAsync(GameEntry game, CancellationToken cancellationToken)
    {
        GameInfo info = await Account.Contract.GetGameAsync(game.Id, cancellationToken).ConfigureAwait(false);
        if (info.Turn != game.Turn || await NowAsync(cancellationToken).ConfigureAwait(false) < info.Deadline) return false;
        return await MoveAsync($"calls time in game {game.Id}", () => Account.CallTimeAsync(game.Id, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Takes home what the contract owes this account.</summary>
    private protected async Task<bool> WithdrawAsync(CancellationToken cancellationToken)
    {
        AccountInfo info = await Account.Contract.GetAccountAsync(Address, cancellationToken).ConfigureAwait(false);
        if (info.Free == BigInteger.Zero) return false;
        return await MoveAsync($"withdraws {info.Free} wei", () => Account.WithdrawAsync(Address, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Whether the fault keeps this player from moving now: for good, or until its clock is spent.</summary>
    private protected async Task<bool> HoldsBackAsync(GameEntry game, CancellationToken cancellationToken)
    {
        if (game.Round < Fault.Round) return false;
        if (Fault.Kind != FaultKind.Lateness) return Fault.Kind == FaultKind.Silence;
        GameInfo info = await Account.Contract.GetGameAsync(game.Id, cancellationToken).ConfigureAwait(false);
        return await NowAsync(cancellationToken).ConfigureAwait(false) < info.Deadline;
    }

    private protected void Log(string message) => _options.Log?.Invoke(message);

    private static TimeSpan Backoff(int failures)
    {
        double seconds = 0.25 * Math.Pow(2, Math.Min(failures, 10));
        return TimeSpan.FromSeconds(Math.Min(seconds, s_longestPause.TotalSeconds));
    }

    private static IReadOnlyList<OpmlEvent> Read(IReadOnlyList<Log> logs) =>
        EventReader.Read([.. logs.Select(ContractArtifacts.Opml.Abi.DecodeLog).OfType<DecodedEvent>()]);
}
