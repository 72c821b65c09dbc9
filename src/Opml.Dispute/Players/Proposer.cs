using Opml.Dispute.Contracts;
using Opml.Dispute.Game;
using Opml.Dispute.Players.Faults;
using Opml.Dispute.Store;
using Opml.Ethereum;
using Opml.Ethereum.Accounts;
using Opml.Mips.Execution.Reference;

namespace Opml.Dispute.Players;

/// <summary>
/// Runs requests, posts their results with a bond, defends them in every game, makes them final and takes the ether home.
/// </summary>
public sealed class Proposer : Player
{
    private readonly HashSet<ulong> _lied = [];

    /// <inheritdoc cref="Player"/>
    public Proposer(OpmlAccount account, TransactionSender sender, PlayerStore store, IReadOnlyList<ModelFiles> files, PlayerOptions options)
        : base(account, sender, store, files, options)
    {
    }

    private protected override async Task<bool> ActAsync(CancellationToken cancellationToken)
    {
        bool acted = false;
        foreach (RequestEntry request in View.Requests)
        {
            if (request.Status == RequestStatus.Open)
                acted |= await PostResultAsync(request, cancellationToken).ConfigureAwait(false);
            else if (request.Status == RequestStatus.Posted && request.Result!.Proposer == Address)
                acted |= await DefendAsync(request, request.Result, cancellationToken).ConfigureAwait(false);
        }
        return acted | await WithdrawAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> PostResultAsync(RequestEntry request, CancellationToken cancellationToken)
    {
        // A liar lies once a request: a rehearsal has an end.
        if (_lied.Contains(request.Id) || View.GamesOn(request.Id).Any() && Fault.Kind != FaultKind.None) return false;
        if (await TraceAsync(request, cancellationToken).ConfigureAwait(false) is not { } trace) return false;
        Model model = ModelOf(request);
        bool posted = await MoveAsync(
            $"posts the result of request {request.Id}: {trace.Steps} steps, {trace.Status}",
            () => ResultPost.SendAsync(Account, request.Id, request.StartState, model, trace, cancellationToken)).ConfigureAwait(false);
        if (posted && Fault.Kind != FaultKind.None) _lied.Add(request.Id);
        return posted;
    }

    private async Task<bool> DefendAsync(RequestEntry request, ResultEntry result, CancellationToken cancellationToken)
    {
        bool acted = false;
        bool open = false;
        foreach (GameEntry game in View.GamesAgainst(request.Id, result.Attempt))
        {
            if (!game.IsOpen) continue;
            open = true;
            acted |= game.Turn == Turn.Proposer
                ? await AnswerAsync(request, game, cancellationToken).ConfigureAwait(false)
                : await ProveAsync(request, game, cancellationToken).ConfigureAwait(false)
                    || await CallTimeAsync(game, cancellationToken).ConfigureAwait(false);
        }
        if (open) return acted;
        return await FinaliseAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> AnswerAsync(RequestEntry request, GameEntry game, CancellationToken cancellationToken)
    {
        if (await HoldsBackAsync(game, cancellationToken).ConfigureAwait(false)) return false;
        if (await TraceAsync(request, cancellationToken).ConfigureAwait(false) is not { } trace) return false;
        IReadOnlyList<Hash32> hashes = await Task.Run(
            () => HonestMoves.Post(game.Segment, game.Arity, trace, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (Fault.Kind == FaultKind.Garbage && game.Round >= Fault.Round)
            hashes = [.. hashes.Select(hash => Keccak256.Hash(hash.ToArray()))];
        return await MoveAsync(
            $"posts {hashes.Count} hashes in round {game.Round} of game {game.Id}",
            () => Account.PostAsync(game.Id, game.Segment, hashes, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Proves the disputed step where that wins the game.</summary>
    private async Task<bool> ProveAsync(RequestEntry request, GameEntry game, CancellationToken cancellationToken)
    {
        if (game.Turn != Turn.Proof || await HoldsBackAsync(game, cancellationToken).ConfigureAwait(false)) return false;
        if (await TraceAsync(request, cancellationToken).ConfigureAwait(false) is not { } trace) return false;
        if (trace.StateAt(game.Segment.Index, cancellationToken) != game.Segment.Agreed) return false;
        var (witness, proof) = trace.StepAt(game.Segment.Index, cancellationToken);
        if (new Hash32(StepVerifier.Step(witness, proof)) != game.Segment.Disputed) return false;
        return await MoveAsync(
            $"proves step {game.Segment.Index} in game {game.Id}",
            () => Account.ProveAsync(game.Id, game.Segment, witness, proof, cancellationToken)).ConfigureAwait(false);
    }

    private async Task<bool> FinaliseAsync(RequestEntry request, CancellationToken cancellationToken)
    {
        if (!await Account.Contract.IsFinalizedAsync(request.Id, cancellationToken).ConfigureAwait(false)) return false;
        return await MoveAsync(
            $"makes the result of request {request.Id} final",
            () => Account.FinaliseAsync(request.Id, cancellationToken)).ConfigureAwait(false);
    }
}
