using System.Numerics;
using Opml.Dispute.Contracts;
using Opml.Dispute.Contracts.Events;
using Opml.Dispute.Game;
using Opml.Dispute.Players;
using Opml.Ethereum;
using Opml.Mips.Elf;
using Opml.Mips.Execution;
using Opml.Mips.Insight;
using Opml.Mips.Insight.Comparison;
using Opml.Mips.Isa;
using Opml.Mips.State;

namespace Opml.Dispute.Sessions;

/// <summary>
/// Follows one request from outside: it reads the contract's events alone, as anyone can, and tells what they mean.
/// </summary>
/// <param name="contract">The contract.</param>
/// <param name="request">The request.</param>
/// <param name="model">The model that it names.</param>
/// <param name="files">Program and model, to tell the disputed instruction; null where they are not at hand.</param>
/// <param name="input">The request's input.</param>
/// <param name="symbols">The program's symbols.</param>
/// <param name="claimed">The proposer's own machine at an index, where somebody knows it; null where nobody does.</param>
/// <param name="only">The game that alone is told of, with the result that it is about; null for all of the request.</param>
internal sealed class DisputeObserver(
    OpmlContract contract, InferenceRequest request, Model model, ModelFiles? files, byte[] input, SymbolTable symbols, Func<ulong, CancellationToken, Machine?>? claimed, GameId? only = null)
{
    private const int ContextLines = 6;

    private readonly Dictionary<GameId, HashesPosted> _posted = [];
    private readonly Dictionary<GameId, ulong> _postGas = [];
    private readonly Dictionary<GameId, int> _rounds = [];
    private readonly Dictionary<GameId, ArbitratedStep> _steps = [];
    private readonly Dictionary<Hash32, TransactionReceipt> _receipts = [];
    private ulong _next = request.Deployment.Block;

    /// <summary>How many events of the contract have been read, those that nothing is told of included.</summary>
    public long EventsRead { get; private set; }

    /// <summary>What has come about since the last call.</summary>
    public async Task<IReadOnlyList<DisputeEvent>> ReadAsync(CancellationToken cancellationToken)
    {
        ulong head = await contract.Client.GetBlockNumberAsync(cancellationToken).ConfigureAwait(false);
        if (head < _next) return [];
        IReadOnlyList<OpmlEvent> events = await contract.GetEventsAsync(_next, head, cancellationToken).ConfigureAwait(false);
        _next = head + 1;
        EventsRead += events.Count;
        var told = new List<DisputeEvent>();
        foreach (OpmlEvent happened in events)
            await TellAsync(happened, told, cancellationToken).ConfigureAwait(false);
        return told;
    }

    private async Task TellAsync(OpmlEvent happened, List<DisputeEvent> told, CancellationToken cancellationToken)
    {
        if (happened is GameEvent { Game: var game } && game.Request != request.RequestId) return;
        if (only is { } one && !Concerns(happened, one)) return; // before its step is explained: that is a run
        TransactionReceipt receipt = await ReceiptAsync(happened.Log!.TransactionHash, cancellationToken).ConfigureAwait(false);
        switch (happened)
        {
            case ResultPosted e when e.RequestId == request.RequestId:
                told.Add(PostedResult.From(request.Deployment, e, receipt));
                break;
            case ResultFinal e when e.RequestId == request.RequestId:
                told.Add(FinalResult.From(request.Deployment, e, receipt));
                break;
            case GameOpened e:
                told.Add(OpenedChallenge.From(request.Deployment, e, receipt));
                break;
            case HashesPosted e:
                _posted[e.Game] = e;
                _postGas[e.Game] = receipt.GasUsed;
                break;
            case PartPicked e:
                told.Add(Round(e.Game, e.Segment, receipt));
                break;
            case StepProven e:
                if (_posted.ContainsKey(e.Game)) told.Add(Round(e.Game, e.Segment, null)); // the last pick came with the proof
                told.Add(_steps[e.Game] = await StepAsync(e, receipt, cancellationToken).ConfigureAwait(false));
                break;
            case GameEnded e:
                told.Add(Ended(e, receipt));
                break;
        }
    }

    private static bool Concerns(OpmlEvent happened, GameId game) => happened switch
    {
        ResultPosted e => e.Attempt == game.Attempt,
        ResultFinal e => e.Attempt == game.Attempt,
        GameEvent e => e.Game == game,
        _ => false,
    };

    /// <param name="game">The game.</param>
    /// <param name="part">What was picked.</param>
    /// <param name="pick">Receipt of the pick; null where it came with the step's proof, which has the gas.</param>
    private DisputeRound Round(GameId game, Segment part, TransactionReceipt? pick)
    {
        _posted.Remove(game, out HashesPosted? posted);
        int parts = posted!.Hashes.Length + 1;
        int choice = Enumerable.Range(0, parts).Last(i => posted.Segment.Boundary(i, parts) <= part.Index);
        Hash32 postHash = posted.Log!.TransactionHash;
        return new DisputeRound
        {
            Deployment = request.Deployment,
            Game = game,
            Round = _rounds[game] = _rounds.GetValueOrDefault(game) + 1,
            Segment = posted.Segment,
            Hashes = posted.Hashes,
            Choice = choice + 1,
            Part = part,
            ProposerGas = _postGas[game],
            ChallengerGas = pick?.GasUsed ?? 0,
            Gas = _postGas[game] + (pick?.GasUsed ?? 0),
            Transactions = pick is null ? [postHash] : [postHash, pick.TransactionHash],
        };
    }

    private async Task<ArbitratedStep> StepAsync(StepProven e, TransactionReceipt receipt, CancellationToken cancellationToken)
    {
        var step = new ArbitratedStep
        {
            Deployment = request.Deployment,
            Game = e.Game,
            Step = e.Segment.Index,
            Agreed = e.Segment.Agreed,
            Disputed = e.Segment.Disputed,
            Proven = e.StateHash,
            Gas = receipt.GasUsed,
            Transactions = [receipt.TransactionHash],
        };
        if (files is null) return step;
        return await Task.Run(() => Explain(step, files.Load(input, null), cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Adds what the step's instruction is and does, to each side.</summary>
    private ArbitratedStep Explain(ArbitratedStep step, Machine machine, CancellationToken cancellationToken)
    {
        machine.Run(step.Step, cancellationToken);
        if (machine.State.Status != MachineStatus.Running || new Hash32(machine.StateHash()) != step.Agreed) return step;
        Machine after = machine.Fork();
        after.Run(1, cancellationToken);
        StepEffect executed = StepEffect.Between(machine, after, symbols);
        bool agreed = step.Disputed == step.Proven;
        Machine? theirs = agreed ? null : claimed?.Invoke(step.Step + 1, cancellationToken);
        bool known = theirs is not null && new Hash32(theirs.StateHash()) == step.Disputed;
        uint pc = machine.State.Pc;
        uint word = machine.Memory.ReadWord(pc);
        return step with
        {
            Pc = pc,
            Word = word,
            Instruction = Disassembler.Disassemble(word, pc),
            Symbol = symbols.Locate(pc)?.ToString(),
            Context = DisassemblyLine.Around(machine.Memory, symbols, pc, ContextLines),
            Executed = executed,
            Claimed = agreed ? executed : known ? StepEffect.Between(machine, theirs!, symbols) : null,
        };
    }

    private DisputeOutcome Ended(GameEnded e, TransactionReceipt receipt)
    {
        bool struckOut = contract.ReadEvents(receipt).OfType<ResultStruckOut>().Any();
        BigInteger bond = struckOut ? model.ProposerBond : model.ChallengerBond;
        bool provenNow = _steps.TryGetValue(e.Game, out ArbitratedStep? step);
        return new DisputeOutcome
        {
            Deployment = request.Deployment,
            RequestId = request.RequestId,
            Game = e.Game,
            WinnerRole = struckOut ? "Challenger" : "Proposer",
            Winner = e.Winner,
            Loser = e.Loser,
            OnTime = e.OnTime,
            Step = step,
            Rounds = _rounds.GetValueOrDefault(e.Game),
            LostBond = bond,
            Burnt = bond - bond / 2,
            Reward = e.Reward,
            Gas = provenNow ? 0 : receipt.GasUsed,
            Transactions = [receipt.TransactionHash],
            GasByStage = new Dictionary<DisputeStage, ulong>(),
            TimeByStage = new Dictionary<DisputeStage, TimeSpan>(),
        };
    }

    private async Task<TransactionReceipt> ReceiptAsync(Hash32 hash, CancellationToken cancellationToken)
    {
        if (_receipts.TryGetValue(hash, out TransactionReceipt? known)) return known;
        return _receipts[hash] = await contract.Client.GetReceiptAsync(hash, cancellationToken).ConfigureAwait(false)
            ?? throw new EthereumException($"The node has a log of transaction {hash} and no receipt of it. Try another node.");
    }
}
