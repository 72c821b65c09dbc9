using Opml.Dispute.Game;
using Opml.Ethereum;

namespace Opml.Dispute.Tests.Game;

/// <summary>Plays whole games in memory: what each side posts and picks is a function.</summary>
public static class GameRun
{
    public const uint Clock = 1000;

    public delegate IReadOnlyList<Hash32> Poster(Segment segment, int arity);

    public delegate int Picker(Segment segment, IReadOnlyList<Hash32> hashes);

    public static Poster PostsFrom(ITrace trace) => (segment, arity) => HonestMoves.Post(segment, arity, trace);

    public static Picker PicksFrom(ITrace trace) => (segment, hashes) => HonestMoves.Pick(segment, hashes, trace);

    /// <summary>
    /// Plays to the end. The step is proven from the agreed state, of which the honest side has the witness; the
    /// claimed result is the poster's last state.
    /// </summary>
    public static GameState Play(
        CountingTrace truth, Hash32 result, ulong steps, int arity, Poster post, Picker pick)
    {
        var game = GameState.Open(truth.StateAt(0), result, steps, arity, Clock, now: 0);
        ulong now = 0;
        while (game.Turn != Turn.Proof)
        {
            game = game.Turn == Turn.Proposer
                ? game.Post(post(game.Segment, arity), ++now)
                : game.Pick(pick(game.Segment, game.Hashes), ++now);
        }

        return game.Prove(CountingTrace.Step(game.Segment.Agreed, truth.Length), ++now);
    }
}
