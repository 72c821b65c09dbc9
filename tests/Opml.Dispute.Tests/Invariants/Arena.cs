using System.Numerics;
using Opml.Dispute.Contracts;
using Opml.Dispute.Game;
using Opml.Dispute.Tests.Contracts;

namespace Opml.Dispute.Tests.Invariants;

/// <summary>
/// A requester, honest players and faulty ones on one contract: what they hand in is mined in random order at random
/// times, copied and replayed, until everything is settled. Checks after each move and at the end what must always hold.
/// </summary>
public sealed class Arena
{
    private readonly Random _random;
    private readonly int _longestWait;
    private readonly Copycat _copycat;
    private readonly Actor[] _actors;

    /// <param name="world">The contract; accounts 0 to 5 are the players'.</param>
    /// <param name="requests">How many requests are made.</param>
    /// <param name="longestWait">The most seconds between two looks that anybody has at the chain.</param>
    /// <param name="seed">Makes the same course again.</param>
    public Arena(SimulatedOpml world, int requests, int longestWait, int seed)
    {
        World = world;
        _random = new Random(seed);
        _longestWait = longestWait;
        _copycat = new Copycat(5);
        _actors = [new Requester(0, requests), new HonestProposer(1), new HonestValidator(2), new Liar(3), new Griefer(4), _copycat];
        Requests = requests;
    }

    public SimulatedOpml World { get; }

    private int Requests { get; }

    /// <summary>Moves that were made, refused ones included.</summary>
    public int Moves { get; private set; }

    /// <summary>Moves that the contract refused.</summary>
    public int Refused { get; private set; }

    /// <summary>Plays until every request is final or taken back and every game is over.</summary>
    /// <param name="mine">Makes each move; the contract's error when it is refused, else null.</param>
    public async Task PlayAsync(Func<SimulatedOpml, Move, Task<string?>> mine)
    {
        for (var look = 0; !IsSettled; look++)
        {
            Assert.True(look < 20_000, "The games go on for ever.");
            World.Wait((ulong)_random.Next(1, _longestWait + 1));
            var pending = new List<Move>();
            foreach (var move in _actors.SelectMany(actor => actor.Plan(World, _random)))
            {
                // Seen before it is mined, so that it can be overtaken.
                _copycat.See(move);
                pending.Add(move);
                if (_random.Next(8) == 0 && move is not Move.Request) pending.Add(move with { By = _copycat.Account });
            }

            var order = pending.ToArray();
            _random.Shuffle(order);
            foreach (var move in order)
            {
                Moves++;
                if (await mine(World, move) is not null) Refused++;
                Assert.Equal(World.Ledger.Balance, World.Ledger.Sum);
                Assert.True(World.Ledger.IsSound);
            }
        }

        CheckEnd();
    }

    /// <summary>A move in the simulated contract alone.</summary>
    public static Task<string?> Simulate(SimulatedOpml world, Move move)
    {
        try
        {
            world.Apply(move);
            return Task.FromResult<string?>(null);
        }
        catch (RejectedException error)
        {
            return Task.FromResult<string?>(error.Error);
        }
    }

    private bool IsSettled =>
        World.Requests.Count >= Requests
        && World.Requests.All(entry => entry.Status is RequestStatus.Final or RequestStatus.Cancelled)
        && World.Games.All(game => !game.State.IsOpen);

    private void CheckEnd()
    {
        var honest = _actors.Where(actor => actor.IsHonest).Select(actor => actor.Account).ToHashSet();
        var finals = World.Requests.Where(entry => entry.Status == RequestStatus.Final).ToArray();
        var fees = (int account) => World.Terms.Fee * finals.Count(entry => entry.Proposer == account);

        // Every wei is free or burnt; nobody's is held for ever.
        Assert.All(Enumerable.Range(0, World.Ledger.Count), account => Assert.Equal(BigInteger.Zero, World.Ledger.Locked(account)));

        // Wrong results do not last.
        Assert.All(finals, entry => Assert.Equal(World.Truth.Last, entry.Claim!.Last));

        // One loser a game, never an honest one, and within the clocks.
        foreach (var game in World.Games)
        {
            Assert.True(game.State.Turn is Turn.ProposerWon or Turn.ChallengerWon or Turn.Void, $"{game.Id} ended as {game.State.Turn}.");
            Assert.False(honest.Contains(game.Proposer) && game.State.Turn != Turn.ProposerWon, $"The honest proposer has lost {game.Id}.");
            Assert.False(honest.Contains(game.Challenger) && game.State.Turn == Turn.ProposerWon, $"The honest challenger has lost {game.Id}.");
            Assert.InRange(game.EndedAt - game.OpenedAt, 0UL, (2UL * World.Terms.Clock) + (2UL * (ulong)_longestWait) + 200);
        }

        // A result is struck out by one winner; games beside it are void.
        foreach (var result in World.Games.GroupBy(game => (game.Id.Request, game.Id.Attempt)))
            Assert.InRange(result.Count(game => game.State.Turn == Turn.ChallengerWon), result.Any(game => game.State.Turn == Turn.Void) ? 1 : 0, 1);

        // Honest players lose no wei; the others together gain nothing but the fees of right answers.
        Assert.True(World.Ledger.Gain(1) >= fees(1));
        Assert.True(World.Ledger.Gain(2) >= fees(2));
        var faulty = _actors.Where(actor => !actor.IsHonest).Select(actor => actor.Account).ToArray();
        var gain = faulty.Aggregate(BigInteger.Zero, (sum, account) => sum + World.Ledger.Gain(account));
        var earned = faulty.Aggregate(BigInteger.Zero, (sum, account) => sum + fees(account));
        Assert.True(gain <= earned, $"The faulty ones have gained {gain} wei, and earned {earned}.");
        var lost = World.Games.Any(game => game.State.Turn is Turn.ProposerWon or Turn.ChallengerWon);
        Assert.True(!lost || gain < earned, "A bond was lost, and the faulty ones are none the poorer.");
    }
}
