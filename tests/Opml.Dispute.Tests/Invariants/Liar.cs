using Opml.Dispute.Contracts;
using Opml.Dispute.Game;
using Opml.Dispute.Tests.Contracts;
using Opml.Ethereum;

namespace Opml.Dispute.Tests.Invariants;

/// <summary>Posts lies of every kind, now and then the truth, and plays on with its lie, the truth, garbage, or not at all.</summary>
public sealed class Liar(int account) : Actor(account)
{
    public override bool IsHonest => false;

    public override IEnumerable<Move> Plan(SimulatedOpml world, Random random)
    {
        foreach (var entry in world.Requests.Where(entry => entry.Status == RequestStatus.Open && random.Next(3) == 0))
            yield return new Move.PostResult(Account, entry.Id, random.Next(5) == 0 ? world.Truth : Lie(world, random));
        foreach (var game in Open(world, game => game.Proposer == Account && game.State.Turn == Turn.Proposer))
        {
            var segment = game.State.Segment;
            var arity = game.State.Arity;
            var claim = world.Requests[(int)game.Id.Request - 1].Claim!;
            switch (random.Next(6))
            {
                case 0:
                    break;
                case 1:
                    yield return new Move.Post(Account, game.Id, segment, HonestMoves.Post(segment, arity, world.Truth));
                    break;
                case 2:
                    yield return new Move.Post(Account, game.Id, segment, [.. segment.Positions(arity).Select(_ => RandomHash(random))]);
                    break;
                case 3:
                    yield return new Move.Post(Account, game.Id, segment, [.. segment.Positions(arity).Skip(1).Select(_ => RandomHash(random))]);
                    break;
                default:
                    yield return new Move.Post(Account, game.Id, segment, HonestMoves.Post(segment, arity, claim));
                    break;
            }
        }

        foreach (var game in Open(world, game => game.Proposer == Account && game.State.Turn == Turn.Proof && random.Next(3) == 0))
        {
            var claim = world.Requests[(int)game.Id.Request - 1].Claim!;
            if (WitnessOf(game.State.Segment, world.Truth, claim) is { } witness)
                yield return new Move.Prove(Account, game.Id, game.State.Segment, witness);
        }
    }

    private static ToyRun Lie(SimulatedOpml world, Random random)
    {
        var truth = world.Truth;
        return random.Next(5) switch
        {
            0 => truth with { RegisterFaultAt = Index(truth.Length) },
            1 => truth with { MemoryFaultAt = Index(truth.Length), FinalStatus = 1 },
            2 => truth with { FinalStatus = 2 },
            3 => truth with { Length = Index(world.Terms.StepLimit), RegisterFaultAt = truth.Length },
            _ => truth with { Length = Index(world.Terms.StepLimit), FinalExitCode = 9 },
        };

        ulong Index(ulong most) => (ulong)random.NextInt64(1, (long)most + 1);
    }

    private static Hash32 RandomHash(Random random)
    {
        var bytes = new byte[32];
        random.NextBytes(bytes);
        return new Hash32(bytes);
    }
}
