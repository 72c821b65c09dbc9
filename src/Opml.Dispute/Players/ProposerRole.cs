using System.Collections.Concurrent;
using System.Numerics;
using Opml.Dispute.Contracts;
using Opml.Dispute.Game;
using Opml.Dispute.Players.Faults;
using Opml.Dispute.Store;
using Opml.Ethereum;

namespace Opml.Dispute.Players;

/// <summary>Posts results with a bond, defends them in every game, makes them final.</summary>
/// <param name="desk">What the player works with.</param>
/// <param name="posts">Whether it posts results. It defends and finishes those that it posted before in any case.</param>
internal sealed class ProposerRole(Desk desk, bool posts) : Role(desk)
{
    private readonly ConcurrentDictionary<(ulong Request, Hash32 Start, uint Attempts), bool> _left = [];

    public override bool Plays(GameEntry game) =>
        View.Request(game.Id.Request).Result is { } result && result.Proposer == Address && result.Attempt == game.Id.Attempt;

    public override bool Watches(ResultEntry result) => result.Proposer == Address;

    public override bool Keeps(RequestEntry request) => request.Result is { } result && Watches(result);

    public override IEnumerable<Bond> Bonds()
    {
        foreach (RequestEntry request in View.Requests.Where(request => request.Service is not null))
        {
            BigInteger amount = request.Service!.Model.ProposerBond;
            if (request.Result is { } live && Watches(live))
                yield return Of(live.Attempt, request.Status == RequestStatus.Posted ? BondState.AtStake : BondState.Returned);
            foreach (GameEntry game in View.GamesOn(request.Id).Where(game => game.Turn == Turn.ChallengerWon && game.Loser == Address))
                yield return Of(game.Id.Attempt, BondState.Lost);

            Bond Of(uint attempt, BondState state) => new($"result {attempt} of request {request.Id}", request.Id, amount, state);
        }
    }

    public override IEnumerable<Duty> Plan()
    {
        foreach (RequestEntry request in View.Live)
        {
            IEnumerable<Duty> duties = request.Result switch
            {
                null => Post(request),
                { } result when result.Proposer == Address => Defend(request, result),
                _ => [],
            };
            foreach (Duty duty in duties) yield return duty;
        }
    }

    private IEnumerable<Duty> Post(RequestEntry request)
    {
        if (!posts || !Desk.Takes(UndertakingKind.Result, request)) yield break;
        // A liar lies once a request: a rehearsal has an end.
        if (!IsHonest && View.GamesOn(request.Id).Any()) yield break;
        if (LossesOnTime(request) >= MostLossesOnTime) yield break;
        if (_left.ContainsKey((request.Id, request.StartState, request.Attempts))) yield break;
        string key = $"post a result for request {request.Id} after {request.Attempts} others";
        yield return new Duty(key, ulong.MaxValue, request.Id, (compute, stop) => PostAsync(key, request, compute, stop));
    }

    private async Task<bool> PostAsync(string key, RequestEntry request, CancellationToken compute, CancellationToken stop)
    {
        Model model = request.Service!.Model;
        await Desk.AskAsync(key, new Undertaking(UndertakingKind.Result, request.Id, model, null), stop).ConfigureAwait(false);
        var found = await Desk.ComputeAsync(
            request,
            ulong.MaxValue,
            isInPlay: false,
            trace => Tuple.Create(trace.Result(model.OutputLimit, compute), trace.FinalState),
            compute).ConfigureAwait(false);
        if (found is not var (result, state)) return Leave(request);
        if (HasLostWith(request, state))
        {
            Desk.Log($"does not post its result of request {request.Id} again: a step's proof struck it out, so this machine is not the contract's");
            return Leave(request);
        }
        await Desk.AskAsync(key, new Undertaking(UndertakingKind.Result, request.Id, model, result.Steps), stop).ConfigureAwait(false);
        return await Desk.MoveAsync(
            key,
            $"posts the result of request {request.Id}: {result.Steps} steps, {result.Status}",
            account => ResultPost.SendAsync(account, request.Id, request.StartState, model, result, stop),
            stop).ConfigureAwait(false);
    }

    private bool Leave(RequestEntry request)
    {
        _left[(request.Id, request.StartState, request.Attempts)] = true;
        return false;
    }

    private IEnumerable<Duty> Defend(RequestEntry request, ResultEntry result)
    {
        GameEntry[] open = [.. View.GamesAgainst(request.Id, result.Attempt).Where(game => game.IsOpen)];
        if (open.Length == 0) return Finalise(request, result);
        return open.SelectMany(game => game.Turn switch
        {
            Turn.Proposer => Answer("post hashes", game, (key, compute, stop) => PostHashesAsync(key, request, game, compute, stop)),
            Turn.Proof => Prove(request, game).Concat(CallTime(game)),
            _ => CallTime(game),
        });
    }

    private async Task<bool> PostHashesAsync(string key, RequestEntry request, GameEntry game, CancellationToken compute, CancellationToken stop)
    {
        IReadOnlyList<Hash32>? hashes = await Desk.ComputeAsync(
            request,
            game.Deadline ?? 0,
            isInPlay: true,
            trace => HonestMoves.Post(game.Segment, game.Arity, trace, compute),
            compute).ConfigureAwait(false);
        if (hashes is null) return false;
        if (Fault.Kind == FaultKind.Garbage && game.Round >= Fault.Round)
            hashes = [.. hashes.Select(hash => Keccak256.Hash(hash.ToArray()))];
        return await Desk.MoveAsync(
            key,
            $"posts {hashes.Count} hashes in round {game.Round} of game {game.Id}",
            account => account.PostAsync(game.Id, game.Segment, hashes, stop),
            stop).ConfigureAwait(false);
    }

    /// <summary>The duty to prove the disputed step, where that wins the game.</summary>
    private IEnumerable<Duty> Prove(RequestEntry request, GameEntry game) => IsHopeless(game)
        ? []
        : Answer("prove the step", game, (key, compute, stop) => ProveAsync(key, request, game, evidence => evidence.Next == game.Segment.Disputed, compute, stop));

    private IEnumerable<Duty> Finalise(RequestEntry request, ResultEntry result)
    {
        if (result.WindowEnd is not { } end || Now < end) yield break;
        string key = $"make result {result.Attempt} of request {request.Id} final";
        yield return new Duty(key, end, 0, (_, stop) =>
            Desk.MoveAsync(key, $"makes the result of request {request.Id} final", account => account.FinaliseAsync(request.Id, stop), stop));
    }
}
