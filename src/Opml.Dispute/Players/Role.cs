using System.Collections.Concurrent;
using Opml.Dispute.Contracts;
using Opml.Dispute.Game;
using Opml.Dispute.Players.Faults;
using Opml.Dispute.Store;
using Opml.Ethereum;

namespace Opml.Dispute.Players;

/// <summary>
/// One side's part in the game: works out from the view of the chain what is to be done, and does it. One that has lost a bond to a step's proof,
/// or two to the clock, on one request leaves that request alone: it would only lose more.
/// </summary>
internal abstract class Role(Desk desk)
{
    protected const int MostLossesOnTime = 2;

    private readonly ConcurrentDictionary<GameId, bool> _hopeless = [];

    /// <summary>What is to be done by <see cref="View"/>.</summary>
    public abstract IEnumerable<Duty> Plan();

    /// <summary>Whether this is one of a game's two sides.</summary>
    public abstract bool Plays(GameEntry game);

    /// <summary>Whether there is something at stake on a request, so that its run may be asked for again.</summary>
    public virtual bool Keeps(RequestEntry request) => false;

    /// <summary>Every bond that was given, as <see cref="View"/> has them.</summary>
    public abstract IEnumerable<Bond> Bonds();

    /// <summary>Whether the end of a result's window matters.</summary>
    public abstract bool Watches(ResultEntry result);

    protected Desk Desk => desk;

    protected Address Address => desk.Account.Address;

    protected ChainView View => desk.View;

    protected ulong Now => desk.Now;

    protected Fault Fault => desk.Options.Fault;

    protected bool IsHonest => Fault.Kind == FaultKind.None;

    /// <summary>The duty to call time on the other side, once its clock is spent.</summary>
    protected IEnumerable<Duty> CallTime(GameEntry game)
    {
        if (game.Deadline is not { } deadline || Now < deadline) yield break;
        string key = $"call time in game {game.Id} at {Text(game.Segment)}";
        yield return new Duty(key, deadline, 0, (_, stop) =>
            desk.MoveAsync(key, $"calls time in game {game.Id}", account => account.CallTimeAsync(game.Id, stop), stop));
    }

    /// <summary>The duty to answer in a game, while there is time.</summary>
    protected IEnumerable<Duty> Answer(string verb, GameEntry game, Func<string, CancellationToken, CancellationToken, Task<bool>> doAsync)
    {
        ulong deadline = game.Deadline ?? 0;
        bool isSpent = game.Deadline is { } end && Now >= end;
        bool holdsBack = game.Round >= Fault.Round && (Fault.Kind == FaultKind.Silence || (Fault.Kind == FaultKind.Lateness && !isSpent));
        if (holdsBack || (isSpent && Fault.Kind != FaultKind.Lateness)) yield break;
        string key = $"{verb} in game {game.Id} at {Text(game.Segment)}";
        yield return new Duty(key, deadline, game.Id.Request, (compute, stop) => doAsync(key, compute, stop));
    }

    /// <summary>Proves the disputed step, if what the contract will find wins the game; it is not tried again if not.</summary>
    protected async Task<bool> ProveAsync(
        string key, RequestEntry request, GameEntry game, Predicate<StepEvidence> wins, CancellationToken compute, CancellationToken stop)
    {
        Segment step = game.Segment;
        StepEvidence? evidence = await desk.ComputeAsync(
            request, game.Deadline ?? 0, isInPlay: true, trace => trace.Evidence(step, compute), compute).ConfigureAwait(false);
        if (evidence is null || !wins(evidence))
        {
            desk.Log($"has no proof that wins game {game.Id}");
            _hopeless[game.Id] = true;
            return false;
        }
        return await desk.MoveAsync(
            key,
            $"proves step {step.Index} in game {game.Id}",
            account => account.ProveAsync(game.Id, step, evidence.Witness, evidence.Proof, stop),
            stop).ConfigureAwait(false);
    }

    /// <summary>Whether a step's proof would not win a game.</summary>
    protected bool IsHopeless(GameEntry game) => _hopeless.ContainsKey(game.Id);

    /// <summary>Bonds that this player has lost on a request because its clock ran out.</summary>
    protected int LossesOnTime(RequestEntry request) =>
        View.GamesOn(request.Id).Count(game => game.OnTime && game.Loser == Address);

    /// <summary>
    /// Whether this player has lost a bond over a last state by a step's proof. Its hashes and picks come from its own run, so
    /// that run was wrong; what others lose proves nothing, for they may have played badly with a true result.
    /// </summary>
    protected bool HasLostWith(RequestEntry request, Hash32 state) =>
        View.GamesOn(request.Id).Any(game => game.Loser == Address && !game.OnTime && game.ResultState == state);

    private static string Text(Segment segment) => $"{segment.Index}+{segment.Size}";
}
