using System.Diagnostics;
using Opml.Dispute.Contracts;
using Opml.Dispute.Players;
using Opml.Dispute.Players.Faults;
using Opml.Dispute.Store;
using Opml.Dispute.Store.Sqlite;
using Opml.Ethereum;
using Opml.Ethereum.Keys;
using Opml.Mips.Execution;
using Opml.Mips.Image;
using Opml.Mips.Trace;

namespace Opml.Dispute.Sessions;

/// <summary>
/// A whole dispute on one chain: contracts, model, request, then a proposer and a challenger left to themselves, and an
/// observer who tells what they do. The two players share the chain and nothing else.
/// </summary>
public sealed class ChallengeSession
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(20);

    // A tick that begins after the last event has seen it: of two more, the second one has.
    private const int IdleTicksOfAStall = 3;

    private readonly ChallengeOptions _options;
    private readonly MipsImage _image;
    private readonly byte[] _input;
    private readonly ModelFiles _files;
    private readonly Action<DisputeEvent> _tell;
    private readonly Stopwatch _sinceLast = Stopwatch.StartNew();
    private readonly SortedDictionary<DisputeStage, ulong> _gas = [];
    private readonly SortedDictionary<DisputeStage, TimeSpan> _time = [];
    private readonly List<Hash32> _transactions = [];

    /// <summary>Prepares a dispute.</summary>
    /// <param name="options">The chain, the accounts, the faults.</param>
    /// <param name="image">The program.</param>
    /// <param name="model">Bytes of the model.</param>
    /// <param name="input">Bytes of the input.</param>
    /// <param name="tell">Given each event as it comes about, from the session's own thread; must not block for long.</param>
    public ChallengeSession(ChallengeOptions options, MipsImage image, ReadOnlyMemory<byte> model, byte[] input, Action<DisputeEvent> tell)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(image);
        _options = options;
        _image = image;
        _input = input;
        _tell = tell;
        _files = new ModelFiles(image.Bytes, model);
    }

    /// <summary>Plays until the game is decided, or the result is final because nobody challenged it.</summary>
    /// <returns>How it ended; told as the last event too.</returns>
    /// <exception cref="EthereumException">The chain does not answer, or refuses.</exception>
    /// <exception cref="OutOfMemoryException">A player's run takes more memory than there is.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the players have stopped.</exception>
    public async Task<DisputeOutcome> RunAsync(CancellationToken cancellationToken)
    {
        using OpmlNode requester = await ConnectAsync(_options.Requester, cancellationToken).ConfigureAwait(false);
        var book = new TransactionBook(requester.Client);
        OpmlDeployment deployment = _options.Deployment
            ?? Tell(await book.CompleteAsync(await Moves.DeployAsync(requester, _options.RpcUrl, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false));
        RegisteredModel registered = Tell(await book.CompleteAsync(
            await Moves.RegisterAsync(requester, deployment, _files, _options.Terms, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false));
        InferenceRequest request = Tell(await book.CompleteAsync(
            await Moves.RequestAsync(requester, deployment, registered.ModelId, _input, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false));

        using OpmlNode proposerNode = await ConnectAsync(_options.Proposer, cancellationToken).ConfigureAwait(false);
        using OpmlNode challengerNode = await ConnectAsync(_options.Challenger, cancellationToken).ConfigureAwait(false);
        using SqlitePlayerStore proposerStore = OpenStore(proposerNode, deployment, "proposer");
        using SqlitePlayerStore challengerStore = OpenStore(challengerNode, deployment, "challenger");
        var proposer = new Proposer(proposerNode.AccountAt(deployment), proposerNode.Sender, proposerStore, [_files], Options("proposer", deployment, _options.ProposerFault));
        var challenger = new Challenger(challengerNode.AccountAt(deployment), challengerNode.Sender, challengerStore, [_files], Options("challenger", deployment, _options.ChallengerFault));

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] players =
        [
            Task.Run(() => proposer.RunAsync(ending.Token), CancellationToken.None),
            Task.Run(() => challenger.RunAsync(ending.Token), CancellationToken.None),
        ];
        try
        {
            var observer = new DisputeObserver(
                OpmlNode.ContractOf(deployment, requester.Client), request, registered.Registration, _files, _input, _image.Symbols, ClaimedAt);
            return await FollowAsync(observer, book, requester, deployment, request, players, [proposer, challenger], ending.Token).ConfigureAwait(false);
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(players).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<DisputeOutcome> FollowAsync(
        DisputeObserver observer, TransactionBook book, OpmlNode node, OpmlDeployment deployment, InferenceRequest request, Task[] tasks, Player[] players, CancellationToken cancellationToken)
    {
        long[] idle = [.. players.Select(player => player.IdleTicks)];
        while (true)
        {
            // Counted before the events are read: what the players have not seen by then is not in the count.
            long[] counted = [.. players.Select(player => player.IdleTicks)];
            long read = observer.EventsRead;
            foreach (DisputeEvent told in await observer.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                DisputeEvent happened = await book.CompleteAsync(told, cancellationToken).ConfigureAwait(false);
                if (happened is DisputeOutcome outcome) return Conclude(outcome);
                Tell(happened);
                if (happened is FinalResult) return Conclude(Unchallenged(request));
            }
            if (observer.EventsRead > read) counted = idle = [.. players.Select(player => player.IdleTicks)];
            if (tasks.FirstOrDefault(task => task.IsFaulted) is { } broken) await broken.ConfigureAwait(false);
            if (counted.Zip(idle).All(pair => pair.First >= pair.Second + IdleTicksOfAStall))
            {
                await PassTimeAsync(node, deployment, request, cancellationToken).ConfigureAwait(false);
                idle = [.. players.Select(player => player.IdleTicks)];
            }
            await Task.Delay(s_poll, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Nobody has anything to do until a clock or a window runs out: on a local chain, that moment is made to come.</summary>
    private async Task PassTimeAsync(OpmlNode node, OpmlDeployment deployment, InferenceRequest request, CancellationToken cancellationToken)
    {
        if (_options.Devnet is not { } devnet) return;
        OpmlContract contract = OpmlNode.ContractOf(deployment, node.Client);
        RequestInfo info = await contract.GetRequestAsync(request.RequestId, cancellationToken).ConfigureAwait(false);
        if (info.Status != RequestStatus.Posted) return;
        uint seconds = info.OpenGames > 0 ? _options.Terms.Clock : _options.Terms.ChallengeWindow;
        _options.Log?.Invoke($"Nobody moves: the local chain's clock is moved on by {seconds} seconds.");
        await devnet.AdvanceTimeAsync(TimeSpan.FromSeconds(seconds), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The state that a proposer with the session's fault comes to; null where its claims are no states.</summary>
    private Machine? ClaimedAt(ulong index, CancellationToken cancellationToken)
    {
        if (!_options.ProposerFault.ChangesRun) return null;
        Machine honest = _files.Load(_input, null);
        honest.Run(_options.Terms.StepLimit, cancellationToken);
        Machine machine = _options.ProposerFault.Load(engine => _files.Load(_input, engine), honest.State.Step);
        machine.Run(index, cancellationToken);
        return machine;
    }

    private DisputeOutcome Conclude(DisputeOutcome outcome)
    {
        Account(outcome);
        outcome = outcome with
        {
            GasByStage = new SortedDictionary<DisputeStage, ulong>(_gas),
            TimeByStage = new SortedDictionary<DisputeStage, TimeSpan>(_time),
            Transactions = [.. _transactions.Distinct()],
            Elapsed = _time.Values.Aggregate(TimeSpan.Zero, (sum, time) => sum + time),
        };
        _tell(outcome);
        return outcome;
    }

    private static DisputeOutcome Unchallenged(InferenceRequest request) => new()
    {
        Deployment = request.Deployment,
        RequestId = request.RequestId,
        Rounds = 0,
        GasByStage = new Dictionary<DisputeStage, ulong>(),
        TimeByStage = new Dictionary<DisputeStage, TimeSpan>(),
    };

    private T Tell<T>(T happened)
        where T : DisputeEvent
    {
        TimeSpan elapsed = Account(happened);
        _tell(happened with { Elapsed = elapsed });
        return happened;
    }

    /// <summary>Adds an event's gas and time to its stage's.</summary>
    private TimeSpan Account(DisputeEvent happened)
    {
        TimeSpan elapsed = _sinceLast.Elapsed;
        _sinceLast.Restart();
        _transactions.AddRange(happened.Transactions);
        _gas[happened.Stage] = _gas.GetValueOrDefault(happened.Stage) + happened.Gas;
        _time[happened.Stage] = _time.GetValueOrDefault(happened.Stage) + elapsed;
        return elapsed;
    }

    private Task<OpmlNode> ConnectAsync(PrivateKey key, CancellationToken cancellationToken) =>
        OpmlNode.ConnectAsync(_options.RpcUrl, key, _options.Deployment?.ChainId, cancellationToken);

    private SqlitePlayerStore OpenStore(OpmlNode node, OpmlDeployment deployment, string role) => SqlitePlayerStore.Open(
        Path.Join(_options.StateFolder, role + ".db"),
        new PlayerIdentity(deployment.ChainId, deployment.Contract, node.Sender.Address));

    private PlayerOptions Options(string role, OpmlDeployment deployment, Fault fault) => new()
    {
        FromBlock = deployment.Block,
        PollInterval = _options.Devnet is null ? TimeSpan.FromSeconds(1) : s_poll,
        Fault = fault,
        EndsWithoutMemory = true,
        Snapshots = new SnapshotOptions { MemoryLimit = _options.SnapshotMemory, SpillFolder = _options.StateFolder },
        Log = _options.Log is { } log ? message => log($"The {role} {message}.") : null,
    };
}
