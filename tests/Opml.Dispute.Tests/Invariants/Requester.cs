using Opml.Dispute.Contracts;

namespace Opml.Dispute.Tests.Invariants;

/// <summary>Asks, takes back what nobody answers, and withdraws.</summary>
public sealed class Requester(int account, int requests) : Actor(account)
{
    public override bool IsHonest => true;

    public override IEnumerable<Move> Plan(SimulatedOpml world, Random random)
    {
        if (world.Requests.Count < requests && random.Next(3) == 0) yield return new Move.Request(Account);
        foreach (var entry in world.Requests.Where(entry => entry.Status == RequestStatus.Open && world.Now >= entry.Since + world.Terms.RequestDeadline))
            yield return new Move.Cancel(Account, entry.Id);
        if (random.Next(8) == 0) yield return new Move.Withdraw(Account);
    }
}
