using Opml.Dispute.Contracts;
using Opml.Dispute.Game;
using Opml.Dispute.Tests.Contracts;

namespace Opml.Dispute.Tests.Invariants;

/// <summary>Somebody with an account, who looks at the chain once in a while and has moves to make.</summary>
/// <param name="account">The account, by number.</param>
public abstract class Actor(int account)
{
    public int Account { get; } = account;

    /// <summary>Whether it always tells the truth and always moves in time.</summary>
    public abstract bool IsHonest { get; }

    /// <summary>The moves that it hands in now. They are mined in any order, among everybody else's.</summary>
    public abstract IEnumerable<Move> Plan(SimulatedOpml world, Random random);

    /// <summary>Games that are open, on a live result, and for which a predicate holds.</summary>
    protected static IEnumerable<SimulatedGame> Open(SimulatedOpml world, Func<SimulatedGame, bool> which) =>
        world.Games.Where(game => world.TurnOf(game.Id) is Turn.Proposer or Turn.Challenger or Turn.Proof && which(game));

    /// <summary>What anyone can do for order: call time, settle void games, make results final.</summary>
    protected IEnumerable<Move> Keep(SimulatedOpml world) =>
    [
        .. Open(world, game => world.Now >= game.State.Deadline).Select(game => new Move.CallTime(Account, game.Id)),
        .. world.Games.Where(game => game.State.IsOpen && world.TurnOf(game.Id) == Turn.Void).Select(game => new Move.ClaimVoid(Account, game.Id)),
        .. world.Requests
            .Where(entry => entry is { Status: RequestStatus.Posted, OpenGames: 0 } && world.Now >= entry.Since + world.Terms.ChallengeWindow)
            .Select(entry => new Move.Finalise(Account, entry.Id)),
    ];

    /// <summary>The witness of a game's agreed state, where this trace has it.</summary>
    protected static byte[]? WitnessOf(Segment segment, params ReadOnlySpan<ToyRun> runs)
    {
        foreach (var run in runs)
        {
            var witness = run.WitnessAt(segment.Index);
            if (ToyRun.HashOf(witness) == segment.Agreed) return witness;
        }

        return null;
    }
}
