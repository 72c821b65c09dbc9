using Opml.Dispute.Contracts;
using Opml.Dispute.Game;

namespace Opml.Dispute.Tests.Invariants;

/// <summary>Challenges whatever there is, a friend's lies too, and picks at random, falls silent, or proves what it can.</summary>
public sealed class Griefer(int account) : Actor(account)
{
    public override bool IsHonest => false;

    public override IEnumerable<Move> Plan(SimulatedOpml world, Random random)
    {
        foreach (var entry in world.Requests.Where(entry => entry.Status == RequestStatus.Posted && entry.OpenGames < 3 && random.Next(6) == 0))
            yield return new Move.Challenge(Account, entry.Id, entry.Claim!.Last);
        foreach (var game in Open(world, game => game.Challenger == Account && random.Next(4) != 0))
        {
            var segment = game.State.Segment;
            var claim = world.Requests[(int)game.Id.Request - 1].Claim!;
            if (game.State.Turn == Turn.Proof && WitnessOf(segment, world.Truth, claim) is { } agreed)
            {
                yield return new Move.Prove(Account, game.Id, segment, agreed);
            }
            else if (game.State.Turn == Turn.Challenger)
            {
                var hashes = game.State.Hashes;
                var choice = random.Next(3) == 0 ? HonestMoves.Pick(segment, hashes, world.Truth) : random.Next(hashes.Count + 2);
                var witness = choice <= hashes.Count ? WitnessOf(segment.Pick(hashes, choice), world.Truth, claim) : null;
                yield return random.Next(2) == 0
                    ? new Move.Pick(Account, game.Id, segment, hashes, choice)
                    : new Move.PickAndProve(Account, game.Id, segment, hashes, choice, witness ?? world.Truth.WitnessAt(0));
            }
        }

        if (random.Next(8) == 0) yield return new Move.Withdraw(Account);
    }
}
