using Opml.Dispute.Contracts;
using Opml.Dispute.Game;
using Opml.Dispute.Store;
using Opml.Ethereum;
using Opml.Ethereum.Accounts;
using Opml.Mips.Execution.Reference;

namespace Opml.Dispute.Players;

/// <summary>
/// Recomputes every result of the models that it has files for, challenges those that differ from its own, and plays the
/// games to their end.
/// </summary>
public sealed class Challenger : Player
{
    private readonly HashSet<(ulong Request, uint Attempt)> _agreed = [];

    /// <inheritdoc cref="Player"/>
    public Challenger(OpmlAccount account, TransactionSender sender, PlayerStore store, IReadOnlyList<ModelFiles> files, PlayerOptions options)
        : base(account, sender, store, files, options)
    {
    }

    private protected override async Task<bool> ActAsync(CancellationToken cancellationToken)
    {
        bool acted = false;
        foreach (RequestEntry request in View.Requests)
            if (request is { Status: RequestStatus.Posted, Result: { } result } && result.Proposer != Address)
                acted |= await CheckAsync(request, result, cancellationToken).ConfigureAwait(false);
        foreach (GameEntry game in View.Games)
            if (game.Challenger == Address)
                acted |= await PlayAsync(game, cancellationToken).ConfigureAwait(false);
        return acted | await WithdrawAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> CheckAsync(RequestEntry request, ResultEntry result, CancellationToken cancellationToken)
    {
        if (_agreed.Contains((request.Id, result.Attempt)) || HasGame(request, result)) return false;
        if (await TraceAsync(request, cancellationToken).ConfigureAwait(false) is not { } trace) return false;
        if (trace.StateAt(result.Steps, cancellationToken) == result.StateHash)
        {
            Log($"agrees with the result of request {request.Id}");
            _agreed.Add((request.Id, result.Attempt));
            return false;
        }
        return await OpenAsync(request, result, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens a game, once: a challenge that was sent before a crash is looked for before another is paid.</summary>
    private async Task<bool> OpenAsync(RequestEntry request, ResultEntry result, CancellationToken cancellationToken)
    {
        string payment = $"challenge {request.Id}.{result.Attempt}";
        if (Store.IsIntended(payment))
        {
            IEthereumClient client = Account.Contract.Client;
            ulong pending = await client.GetNonceAsync(Address, BlockTag.Pending, cancellationToken).ConfigureAwait(false);
            ulong mined = await client.GetNonceAsync(Address, BlockTag.Latest, cancellationToken).ConfigureAwait(false);
            if (pending != mined) return false; // it may be on its way
            await SyncAsync(cancellationToken).ConfigureAwait(false);
            if (HasGame(request, result)) return false;
        }
        Store.Intend(payment);
        return await MoveAsync(
            $"challenges the result of request {request.Id}",
            () => Account.ChallengeAsync(request.Id, result.StateHash, ModelOf(request).ChallengerBond, cancellationToken)).ConfigureAwait(false);
    }

    private async Task<bool> PlayAsync(GameEntry game, CancellationToken cancellationToken)
    {
        switch (game.Turn)
        {
            case Turn.Proposer:
                return await CallTimeAsync(game, cancellationToken).ConfigureAwait(false);
            case Turn.Challenger or Turn.Proof when await HoldsBackAsync(game, cancellationToken).ConfigureAwait(false):
                return false;
            case Turn.Challenger:
                return await PickAsync(game, cancellationToken).ConfigureAwait(false);
            case Turn.Proof:
                return await ProveAsync(game, cancellationToken).ConfigureAwait(false);
            case Turn.Void when !game.IsClaimed:
                return await MoveAsync(
                    $"claims bond and refund of the void game {game.Id}",
                    () => Account.ClaimVoidAsync(game.Id, cancellationToken)).ConfigureAwait(false);
            default:
                return false;
        }
    }

    private async Task<bool> PickAsync(GameEntry game, CancellationToken cancellationToken)
    {
        if (await TraceAsync(View.Request(game.Id.Request), cancellationToken).ConfigureAwait(false) is not { } trace) return false;
        int choice = await Task.Run(
            () => HonestMoves.Pick(game.Segment, game.Hashes, trace, cancellationToken), cancellationToken).ConfigureAwait(false);
        Segment part = game.Segment.Pick(game.Hashes, choice);
        if (part.Size == 1 && Wins(part, trace, cancellationToken) is var (witness, proof))
        {
            return await MoveAsync(
                $"picks step {part.Index} and proves it in game {game.Id}",
                () => Account.PickAndProveAsync(game.Id, game.Segment, game.Hashes, choice, witness, proof, cancellationToken)).ConfigureAwait(false);
        }
        return await MoveAsync(
            $"picks part {choice + 1} of {game.Hashes.Count + 1}, {part.Size} steps from {part.Index}, in round {game.Round} of game {game.Id}",
            () => Account.PickAsync(game.Id, game.Segment, game.Hashes, choice, cancellationToken)).ConfigureAwait(false);
    }

    private async Task<bool> ProveAsync(GameEntry game, CancellationToken cancellationToken)
    {
        if (await TraceAsync(View.Request(game.Id.Request), cancellationToken).ConfigureAwait(false) is not { } trace) return false;
        if (Wins(game.Segment, trace, cancellationToken) is not var (witness, proof)) return false;
        return await MoveAsync(
            $"proves step {game.Segment.Index} in game {game.Id}",
            () => Account.ProveAsync(game.Id, game.Segment, witness, proof, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>The proof of a disputed step, where the machine's answer differs from the proposer's.</summary>
    private static (byte[] Witness, byte[] Proof)? Wins(Segment step, RunTrace trace, CancellationToken cancellationToken)
    {
        if (trace.StateAt(step.Index, cancellationToken) != step.Agreed) return null;
        var (witness, proof) = trace.StepAt(step.Index, cancellationToken);
        return new Hash32(StepVerifier.Step(witness, proof)) == step.Disputed ? null : (witness, proof);
    }

    private bool HasGame(RequestEntry request, ResultEntry result) =>
        View.GamesAgainst(request.Id, result.Attempt).Any(game => game.Challenger == Address);
}
