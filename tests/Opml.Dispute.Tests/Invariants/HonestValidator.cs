using Opml.Dispute.Contracts;
using Opml.Dispute.Game;

namespace Opml.Dispute.Tests.Invariants;

/// <summary>Checks every result, disputes the wrong ones, and keeps order.</summary>
public sealed class HonestValidator(int account) : Actor(account)
{
    private readonly HashSet<(ulong, uint)> _challenged = [];

    public override bool IsHonest => true;

    public override IEnumerable<Move> Plan(SimulatedOpml world, Random random)
    {
        foreach (var entry in world.Requests.Where(entry => entry.Status == RequestStatus.Posted && entry.Claim!.Last != world.Truth.Last))
            if (_challenged.Add((entry.Id, entry.Attempt)))
                yield return new Move.Challenge(Account, entry.Id, entry.Claim!.Last);
        foreach (var game in Open(world, game => game.Challenger == Account))
        {
            var segment = game.State.Segment;
            if (game.State.Turn == Turn.Proof)
            {
                yield return new Move.Prove(Account, game.Id, segment, world.Truth.WitnessAt(segment.Index));
            }
            else if (game.State.Turn == Turn.Challenger)
            {
                var choice = HonestMoves.Pick(segment, game.State.Hashes, world.Truth);
                var part = segment.Pick(game.State.Hashes, choice);
                yield return part.Size == 1 && random.Next(4) != 0
                    ? new Move.PickAndProve(Account, game.Id, segment, game.State.Hashes, choice, world.Truth.WitnessAt(part.Index))
                    : new Move.Pick(Account, game.Id, segment, game.State.Hashes, choice);
            }
        }

        foreach (var move in Keep(world)) yield return move;
        if (random.Next(8) == 0) yield return new Move.Withdraw(Account);
    }
}
