using Opml.Dispute.Contracts;
using Opml.Dispute.Game;

namespace Opml.Dispute.Tests.Invariants;

/// <summary>Posts the truth and defends it.</summary>
public sealed class HonestProposer(int account) : Actor(account)
{
    public override bool IsHonest => true;

    public override IEnumerable<Move> Plan(SimulatedOpml world, Random random)
    {
        // It leaves some to others, so that there are lies to strike out.
        foreach (var entry in world.Requests.Where(entry => entry.Status == RequestStatus.Open && random.Next(4) == 0))
            yield return new Move.PostResult(Account, entry.Id, world.Truth);
        foreach (var game in Open(world, game => game.Proposer == Account))
        {
            var segment = game.State.Segment;
            if (game.State.Turn == Turn.Proposer)
                yield return new Move.Post(Account, game.Id, segment, HonestMoves.Post(segment, game.State.Arity, world.Truth));
            else if (game.State.Turn == Turn.Proof && random.Next(2) == 0)
                yield return new Move.Prove(Account, game.Id, segment, world.Truth.WitnessAt(segment.Index));
        }

        foreach (var move in Keep(world)) yield return move;
    }
}
