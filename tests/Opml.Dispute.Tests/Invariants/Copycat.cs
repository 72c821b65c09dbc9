namespace Opml.Dispute.Tests.Invariants;

/// <summary>
/// Watches what others hand in and makes the same moves itself, before they are mined or long after; and settles what it
/// should not, at the wrong time.
/// </summary>
public sealed class Copycat(int account) : Actor(account)
{
    private const int Memory = 200;
    private readonly List<Move> _seen = [];

    public override bool IsHonest => false;

    /// <summary>Shows it a move that waits to be mined.</summary>
    public void See(Move move)
    {
        if (_seen.Count == Memory) _seen.RemoveAt(0);
        _seen.Add(move);
    }

    public override IEnumerable<Move> Plan(SimulatedOpml world, Random random)
    {
        for (var i = random.Next(4); i > 0 && _seen.Count > 0; i--)
        {
            var move = _seen[random.Next(_seen.Count)];
            yield return move is Move.Request ? new Move.Withdraw(Account) : move with { By = Account };
        }

        if (world.Games.Count > 0 && random.Next(3) == 0)
        {
            var game = world.Games.ElementAt(random.Next(world.Games.Count));
            yield return random.Next(2) == 0 ? new Move.CallTime(Account, game.Id) : new Move.ClaimVoid(Account, game.Id);
        }
    }
}
