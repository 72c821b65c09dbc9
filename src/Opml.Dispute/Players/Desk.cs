using System.Diagnostics;
using Opml.Dispute.Contracts;
using Opml.Dispute.Store;
using Opml.Ethereum;
using Opml.Ethereum.Accounts;
using Opml.Mips.Trace;

namespace Opml.Dispute.Players;

/// <summary>
/// What a player works with, and its roles share: the account, the view of the chain, its runs, places for work, and the way of a move to the chain.
/// </summary>
internal sealed class Desk
{
    private readonly Courier _courier;
    private readonly DeadlineGate _games = new(Math.Max(2, Environment.ProcessorCount));
    private readonly DeadlineGate _runs = new(1);
    private readonly Dictionary<string, ulong> _done = [];
    private readonly IReadOnlyList<ModelFiles> _files;

    public Desk(OpmlAccount account, TransactionSender sender, IPlayerStore store, IReadOnlyList<ModelFiles> files, PlayerOptions options)
    {
        Options = options;
        Account = account;
        Store = store;
        _files = files;
        Ear = new ChainEar(account.Address, options);
        Chain = new ChainFollower(account.Contract, store.Chain, options.FromBlock, Serve, Log, Ear);
        _courier = new Courier(account, sender, store.Moves);
        var pool = new SnapshotPool(options.Snapshots with { Warn = options.Snapshots.Warn ?? (message => Log($"is short of room for states of its runs: {message}")) });
        Shelf = new TraceShelf(options.KeptRuns, options.Fault, pool, Log, options.Ran);
    }

    /// <summary>How the player plays.</summary>
    public PlayerOptions Options { get; }

    /// <summary>The account that plays.</summary>
    public OpmlAccount Account { get; }

    public IPlayerStore Store { get; }

    public ChainEar Ear { get; }

    public ChainFollower Chain { get; }

    public ChainView View => Chain.View;

    public TraceShelf Shelf { get; }

    /// <summary>The chain's clock, in seconds.</summary>
    public ulong Now => Chain.Now;

    /// <summary>Computes something from this player's own run; null where its files do not lead to the request's start state.</summary>
    /// <param name="request">Whose run.</param>
    /// <param name="deadline">Until when it is needed: the most pressing goes first.</param>
    /// <param name="isInPlay">Whether a game waits for it; those do not wait for any other work.</param>
    /// <param name="read">What is computed.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<T?> ComputeAsync<T>(RequestEntry request, ulong deadline, bool isInPlay, Func<RunTrace, T> read, CancellationToken cancellationToken)
        where T : class?
    {
        using IDisposable place = await (isInPlay ? _games : _runs).EnterAsync(deadline, cancellationToken).ConfigureAwait(false);
        if (await Shelf.GetAsync(request, cancellationToken).ConfigureAwait(false) is not { } trace) return null;
        return await Task.Run(() => read(trace), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes one move, and says whether it is on the chain.</summary>
    /// <param name="key">The duty's.</param>
    /// <param name="what">What the log is told once it is done.</param>
    /// <param name="send">Makes it, with the account given.</param>
    /// <param name="cancellationToken">Ends the player.</param>
    public async Task<bool> MoveAsync(string key, string what, Func<OpmlAccount, Task<TransactionReceipt>> send, CancellationToken cancellationToken)
    {
        using Activity? activity = PlayerActivity.Source.StartActivity("opml.move");
        activity?.SetTag("opml.move", key);
        if (await _courier.SendAsync(key, send, cancellationToken).ConfigureAwait(false) is not { } delivery) return false;
        if (delivery.IsNews) Log(what);
        lock (_done) _done[key] = delivery.Block;
        return delivery.IsNews;
    }

    /// <summary>Whether the operator takes on new work on a model's terms.</summary>
    public bool Takes(UndertakingKind kind, RequestEntry request) => Options.Takes?.Invoke(kind, request.Service!.Model) ?? true;

    /// <summary>Asks the operator's limits before a bond is paid, unless the move was signed before.</summary>
    /// <exception cref="UndertakingRefusedException">They forbid it for now.</exception>
    public async Task AskAsync(string key, Undertaking undertaking, CancellationToken cancellationToken)
    {
        if (Options.Admits is not { } admits || await Store.Moves.FindAsync(key, cancellationToken).ConfigureAwait(false) is not null) return;
        if (await admits(undertaking, cancellationToken).ConfigureAwait(false) is { } reason) throw new UndertakingRefusedException(reason);
    }

    /// <summary>Takes out the duties that are done, as far as the chain has been read.</summary>
    public void Strike(List<Duty> duties)
    {
        lock (_done)
        {
            foreach (string key in _done.Where(pair => pair.Value <= Chain.Height).Select(pair => pair.Key).ToArray()) _done.Remove(key);
            duties.RemoveAll(duty => _done.ContainsKey(duty.Key));
        }
    }

    /// <summary>Looks what became of moves that are no duties any more, and after those that wait.</summary>
    /// <param name="due">Keys of the duties.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task TidyAsync(IReadOnlySet<string> due, CancellationToken cancellationToken) => _courier.TidyAsync(due, cancellationToken);

    public void Log(string message) => Options.Log?.Invoke(message);

    private ModelFiles? Serve(Model model) => Options.Accepts?.Invoke(model) is false ? null : _files.FirstOrDefault(known => known.Matches(model));
}
