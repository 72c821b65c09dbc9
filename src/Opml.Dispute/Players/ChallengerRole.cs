using System.Collections.Concurrent;
using Opml.Dispute.Game;
using Opml.Dispute.Store;
using Opml.Ethereum;

namespace Opml.Dispute.Players;

/// <summary>Checks the results of others by runs of its own, challenges those that differ, and plays the games to their end.</summary>
/// <param name="desk">What the player works with.</param>
/// <param name="checks">Whether it checks the results of others. Games that it opened before it plays in any case.</param>
internal sealed class ChallengerRole(Desk desk, bool checks) : Role(desk)
{
    private readonly ConcurrentDictionary<(Hash32 Start, Hash32 State), bool> _settled = [];
    private readonly HashSet<(ulong Request, uint Attempt)> _missed = [];

    public override bool Plays(GameEntry game) => game.Challenger == Address;

    public override bool Watches(ResultEntry result) => checks && result.Proposer != Address;

    public override IEnumerable<Bond> Bonds() =>
        from request in View.Requests
        where request.Service is not null
        from game in View.GamesOn(request.Id)
        where Plays(game)
        select new Bond($"game {game.Id}", request.Id, request.Service!.Model.ChallengerBond, StateOf(game));

    private BondState StateOf(GameEntry game)
    {
        if (game.IsOpen || View.IsUnsettled(game)) return BondState.AtStake;
        return game.Loser == Address ? BondState.Lost : BondState.Returned;
    }

    public override IEnumerable<Duty> Plan()
    {
        foreach (GameEntry game in View.Unsettled.Where(Plays))
            foreach (Duty duty in Play(game)) yield return duty;
        foreach (RequestEntry request in View.Live)
            if (request.Result is { } result && Watches(result))
                foreach (Duty duty in Check(request, result)) yield return duty;
    }

    private IEnumerable<Duty> Play(GameEntry game)
    {
        RequestEntry request = View.Request(game.Id.Request);
        if (game.Turn == Turn.Void) return ClaimVoid(game);
        if (game.Turn == Turn.Proposer) return CallTime(game);
        if (request.Service is null || IsHopeless(game)) return [];
        return game.Turn == Turn.Challenger
            ? Answer("pick", game, (key, compute, stop) => PickAsync(key, request, game, compute, stop))
            : Answer("prove the step", game, (key, compute, stop) => ProveAsync(key, request, game, evidence => evidence.Next != game.Segment.Disputed, compute, stop));
    }

    private IEnumerable<Duty> Check(RequestEntry request, ResultEntry result)
    {
        if (!checks || !Desk.Takes(UndertakingKind.Challenge, request)) yield break;
        if (_settled.ContainsKey((request.StartState, result.StateHash)) || IsPlayed(request, result)) yield break;
        ulong end = result.WindowEnd ?? 0;
        if (result.WindowEnd is not null && Now >= end)
        {
            if (_missed.Add((request.Id, result.Attempt))) Desk.Log($"did not check the result of request {request.Id} in time");
            yield break;
        }
        int number = View.GamesAgainst(request.Id, result.Attempt).Count(Plays) + 1;
        string key = $"challenge result {result.Attempt} of request {request.Id}, time {number}";
        yield return new Duty(key, end, request.Id, (compute, stop) => CheckAsync(key, request, result, compute, stop));
    }

    /// <summary>Whether there is a game of this player against a result, or enough were lost.</summary>
    private bool IsPlayed(RequestEntry request, ResultEntry result)
    {
        GameEntry[] own = [.. View.GamesAgainst(request.Id, result.Attempt).Where(Plays)];
        return own.Any(game => game.IsOpen) || (own.Length > 0 && !IsHonest) || LossesOnTime(request) >= MostLossesOnTime;
    }

    private async Task<bool> CheckAsync(string key, RequestEntry request, ResultEntry result, CancellationToken compute, CancellationToken stop)
    {
        // A challenge that was signed before a crash was found to be due then; and what was agreed with is so for good.
        string agreement = $"agrees on {request.StartState} to {result.StateHash}";
        if (IsHonest && await Desk.Store.KnowsAsync(agreement, compute).ConfigureAwait(false)) return Settle(request, result);
        object? differs = await Desk.ComputeAsync(
            request,
            result.WindowEnd ?? 0,
            isInPlay: false,
            trace => trace.StateAt(result.Steps, compute) == result.StateHash ? (object)false : true,
            compute).ConfigureAwait(false);
        if (differs is null) return Settle(request, result);
        if (differs is false)
        {
            Desk.Log($"agrees with the result of request {request.Id}");
            if (IsHonest) await Desk.Store.LearnAsync(agreement, compute).ConfigureAwait(false);
            return Settle(request, result);
        }
        if (HasLostWith(request, result.StateHash))
        {
            Desk.Log($"does not challenge the result of request {request.Id} again: a step's proof spoke for it, so this machine is not the contract's");
            return Settle(request, result);
        }
        await Desk.AskAsync(key, new Undertaking(UndertakingKind.Challenge, request.Id, request.Service!.Model, result.Steps), stop).ConfigureAwait(false);
        return await Desk.MoveAsync(
            key,
            $"challenges the result of request {request.Id}",
            async account => (await account.ChallengeAsync(request.Id, result.StateHash, request.Service!.Model.ChallengerBond, stop).ConfigureAwait(false)).Receipt,
            stop).ConfigureAwait(false);
    }

    private bool Settle(RequestEntry request, ResultEntry result)
    {
        _settled[(request.StartState, result.StateHash)] = true;
        return false;
    }

    private IEnumerable<Duty> ClaimVoid(GameEntry game)
    {
        string key = $"claim the void game {game.Id}";
        yield return new Duty(key, ulong.MaxValue, 0, (_, stop) =>
            Desk.MoveAsync(key, $"claims bond and refund of the void game {game.Id}", account => account.ClaimVoidAsync(game.Id, stop), stop));
    }

    private async Task<bool> PickAsync(string key, RequestEntry request, GameEntry game, CancellationToken compute, CancellationToken stop)
    {
        Choice? choice = await Desk.ComputeAsync(request, game.Deadline ?? 0, isInPlay: true, trace => Choose(game, trace, compute), compute).ConfigureAwait(false);
        if (choice is null) return false;
        Segment part = choice.Part;
        if (choice.Evidence is { } evidence)
        {
            return await Desk.MoveAsync(
                key,
                $"picks step {part.Index} and proves it in game {game.Id}",
                account => account.PickAndProveAsync(game.Id, game.Segment, game.Hashes, choice.Number, evidence.Witness, evidence.Proof, stop),
                stop).ConfigureAwait(false);
        }
        return await Desk.MoveAsync(
            key,
            $"picks part {choice.Number + 1} of {game.Hashes.Count + 1}, {part.Size} steps from {part.Index}, in round {game.Round} of game {game.Id}",
            account => account.PickAsync(game.Id, game.Segment, game.Hashes, choice.Number, stop),
            stop).ConfigureAwait(false);
    }

    /// <summary>The part to pick; where it is one step whose proof wins, with that.</summary>
    private static Choice Choose(GameEntry game, RunTrace trace, CancellationToken cancellationToken)
    {
        int number = HonestMoves.Pick(game.Segment, game.Hashes, trace, cancellationToken);
        Segment part = game.Segment.Pick(game.Hashes, number);
        StepEvidence? evidence = part.Size == 1 ? trace.Evidence(part, cancellationToken) : null;
        return new Choice(number, part, evidence is not null && evidence.Next != part.Disputed ? evidence : null);
    }

    private sealed record Choice(int Number, Segment Part, StepEvidence? Evidence);
}
