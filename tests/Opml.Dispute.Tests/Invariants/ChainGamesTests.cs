using System.Globalization;
using Opml.Dispute.Game;
using Opml.Dispute.Tests.Contracts;
using Opml.Dispute.Tests.Devnet;

namespace Opml.Dispute.Tests.Invariants;

/// <summary>
/// Games of random and hostile players on the real contract, move for move against the simulated one. OPML_CHAIN_ARENAS sets how
/// many arenas.
/// </summary>
public sealed class ChainGamesTests(DevnetFixture fixture) : IClassFixture<DevnetFixture>
{
    private static int Arenas => int.Parse(Environment.GetEnvironmentVariable("OPML_CHAIN_ARENAS") ?? "12", CultureInfo.InvariantCulture);

    [Fact]
    public async Task The_contract_does_what_the_rules_say_whoever_plays()
    {
        var random = new Random(7);
        var errors = new HashSet<string>();
        int games = 0, sent = 0;
        for (var seed = 0; seed < Arenas; seed++)
        {
            await using var scene = await Scene.CreateAsync(
                fixture, (ulong)random.Next(1, 200), random.Next(2, 9), terms => terms with { ChallengeWindow = 600, RequestDeadline = 1200 });
            var start = (await fixture.Client.GetBlockAsync(await fixture.Client.GetBlockNumberAsync(Scene.Cancel), Scene.Cancel))!.Timestamp;
            var world = new SimulatedOpml(scene.Terms, scene.Truth, scene.Accounts.Count, start);
            var arena = new Arena(world, requests: 4, longestWait: 200, seed);
            var twin = new ChainTwin(scene, refusedOneIn: 8, seed);

            await arena.PlayAsync(twin.MineAsync);

            games += world.Games.Count;
            sent += twin.Sent;
            errors.UnionWith(twin.Errors);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Arenas} arenas: {games} games, {sent} transactions, refused with {string.Join(", ", errors.Order(StringComparer.Ordinal))}");
        Assert.True(games > 3 * Arenas);
        Assert.Subset(errors, new HashSet<string> { "WrongTurn", "NotPlayer", "WrongRequestStatus", "NotOneStep", "ClockRuns", "NotVoid", "WindowClosed" });
    }
}
