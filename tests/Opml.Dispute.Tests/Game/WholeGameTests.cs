using Opml.Dispute.Game;
using Opml.Ethereum;
using static Opml.Dispute.Tests.Game.GameRun;

namespace Opml.Dispute.Tests.Game;

/// <summary>An honest player wins against any opponent.</summary>
public class WholeGameTests
{
    public static TheoryData<int> Arities => [.. Enumerable.Range(2, 15)];

    [Theory]
    [MemberData(nameof(Arities))]
    public void A_liar_loses_wherever_it_lies(int arity)
    {
        for (ulong steps = 1; steps <= 130; steps++)
        {
            for (ulong fault = 1; fault <= steps; fault++)
                Assert.Equal(Turn.ChallengerWon, LiarAgainstHonest(new(steps), new(steps, fault), steps, arity).Turn);
        }
    }

    [Theory]
    [InlineData(10UL, 11UL)]
    [InlineData(10UL, 25UL)]
    [InlineData(10UL, 9UL)]
    [InlineData(10UL, 1UL)]
    [InlineData(1UL, 2UL)]
    [InlineData(1UL << 32, (1UL << 32) + 1)]
    [InlineData(1UL << 32, 1UL << 40)]
    [InlineData(1UL << 40, 1UL << 32)]
    public void A_wrong_step_count_loses(ulong trueSteps, ulong claimed)
    {
        for (var arity = 2; arity <= 16; arity++)
            Assert.Equal(Turn.ChallengerWon, LiarAgainstHonest(new(trueSteps), new(claimed), claimed, arity).Turn);
    }

    [Theory]
    [InlineData(1UL << 32, 1UL)]
    [InlineData(1UL << 32, 1UL << 31)]
    [InlineData(1UL << 32, 1UL << 32)]
    [InlineData(1UL << 63, 1UL)]
    [InlineData(1UL << 63, 0x123456789abcdefUL)]
    [InlineData(1UL << 63, 1UL << 63)]
    [InlineData(ulong.MaxValue, ulong.MaxValue)]
    public void A_long_run_takes_no_more_rounds_than_its_size_allows(ulong steps, ulong fault)
    {
        for (var arity = 2; arity <= 16; arity++)
        {
            var game = LiarAgainstHonest(new(steps), new(steps, fault), steps, arity);

            Assert.Equal(Turn.ChallengerWon, game.Turn);
            Assert.Equal(fault - 1, game.Segment.Index);
            Assert.InRange(game.Picks, 1, Segment.Rounds(steps, arity));
        }
    }

    [Fact]
    public void Garbage_hashes_lose()
    {
        for (ulong steps = 1; steps <= 200; steps++)
        {
            for (var arity = 2; arity <= 16; arity++)
            {
                var truth = new CountingTrace(steps);
                var random = new Random((int)steps * 100 + arity);
                Poster garbage = (segment, k) => [.. segment.Positions(k).Select(_ => RandomHash(random))];

                Assert.Equal(
                    Turn.ChallengerWon,
                    Play(truth, RandomHash(random), steps, arity, garbage, PicksFrom(truth)).Turn);
            }
        }
    }

    [Fact]
    public void A_liar_that_posts_the_truth_inside_loses_in_the_last_step()
    {
        for (ulong steps = 1; steps <= 200; steps++)
        {
            var truth = new CountingTrace(steps);
            var lie = new CountingTrace(steps, faultAt: 1).StateAt(steps);
            var game = Play(truth, lie, steps, 7, PostsFrom(truth), PicksFrom(truth));

            Assert.Equal((Turn.ChallengerWon, steps - 1), (game.Turn, game.Segment.Index));
        }
    }

    [Fact]
    public void A_false_challenger_loses_whatever_it_picks()
    {
        for (ulong steps = 1; steps <= 200; steps++)
        {
            for (var arity = 2; arity <= 16; arity++)
            {
                var truth = new CountingTrace(steps);
                var random = new Random((int)steps * 100 + arity);
                Picker[] pickers =
                [
                    (_, _) => 0,
                    (_, hashes) => hashes.Count,
                    (_, hashes) => random.Next(hashes.Count + 1),
                    PicksFrom(new CountingTrace(steps, faultAt: (steps + 1) / 2)),
                ];
                foreach (var picker in pickers)
                {
                    var game = Play(truth, truth.StateAt(steps), steps, arity, PostsFrom(truth), picker);
                    Assert.Equal(Turn.ProposerWon, game.Turn);
                }
            }
        }
    }

    private static GameState LiarAgainstHonest(CountingTrace truth, CountingTrace lie, ulong steps, int arity) =>
        Play(truth, lie.StateAt(steps), steps, arity, PostsFrom(lie), PicksFrom(truth));

    private static Hash32 RandomHash(Random random)
    {
        var bytes = new byte[32];
        random.NextBytes(bytes);
        return new Hash32(bytes);
    }
}
