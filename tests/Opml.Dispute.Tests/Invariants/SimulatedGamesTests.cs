using System.Globalization;
using Opml.Dispute.Game;
using Opml.Dispute.Tests.Contracts;
using Opml.Ethereum;

namespace Opml.Dispute.Tests.Invariants;

/// <summary>Thousands of games of random and hostile players on the simulated contract. OPML_ARENAS sets how many arenas.</summary>
public sealed class SimulatedGamesTests
{
    private static int Arenas => int.Parse(Environment.GetEnvironmentVariable("OPML_ARENAS") ?? "1000", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Ether_is_conserved_and_honest_players_never_lose()
    {
        int games = 0, moves = 0, refused = 0, voids = 0, onTime = 0;
        for (var seed = 0; seed < Arenas; seed++)
        {
            var arena = new Arena(World(seed), requests: 4, longestWait: 11, seed);
            try
            {
                await arena.PlayAsync(Arena.Simulate);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                throw new InvalidOperationException($"Seed {seed}: {error.Message}", error);
            }

            games += arena.World.Games.Count;
            moves += arena.Moves;
            refused += arena.Refused;
            voids += arena.World.Games.Count(game => game.State.Turn == Turn.Void);
            onTime += arena.World.Games.Count(game => game.State.OnTime);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Arenas} arenas: {games} games ({voids} void, {onTime} on time), {moves} moves, {refused} of them refused");

        // The players have done all that there is to do, or the rest says nothing.
        Assert.True(games > 4 * Arenas);
        Assert.All([voids, onTime, refused], count => Assert.True(count > Arenas));
    }

    // Clocks as short as the terms allow, and runs of all sizes.
    private static SimulatedOpml World(int seed)
    {
        var random = new Random(seed);
        var steps = random.Next(4) == 0 ? (ulong)random.NextInt64(1, 1L << 40) : (ulong)random.Next(1, 300);
        var terms = Terms.Sized(steps + (steps / 2), Scene.FeeCeiling, random.Next(2, 17)) with { Fee = random.Next(0, 1_000_000) };
        terms = terms with
        {
            Clock = terms.MinClock,
            ChallengeWindow = Terms.MoveSeconds,
            RequestDeadline = (uint)random.Next(12, 400),
            ProposerBond = terms.MinProposerBond + random.Next(2),
            ChallengerBond = terms.MinChallengerBond + random.Next(2),
        };
        terms.Check();
        var truth = new ToyRun { StartRoot = Keccak256.Hash([1]), FinalRoot = Keccak256.Hash([2]), Length = steps };
        return new SimulatedOpml(terms, truth, accounts: 6, now: 1_800_000_000);
    }
}
