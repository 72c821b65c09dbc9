using Opml.Dispute.Game;
using Opml.Ethereum;

namespace Opml.Dispute.Tests.Game;

public class ClockTests
{
    private const uint Clock = 100;
    private static readonly CountingTrace _trace = new(9);

    private static GameState Opened => GameState.Open(_trace.StateAt(0), new CountingTrace(9, 1).StateAt(9), 9, 3, Clock, 1000);

    private static IReadOnlyList<Hash32> Hashes => [_trace.StateAt(3), _trace.StateAt(6)];

    [Fact]
    public void The_proposer_has_its_clock_from_the_opening_on() =>
        Assert.Equal((Turn.Proposer, 1100UL, 100UL), (Opened.Turn, Opened.Deadline, Opened.OtherClock));

    [Fact]
    public void A_move_stops_ones_own_clock_and_starts_the_others()
    {
        var game = Opened.Post(Hashes, 1030);
        Assert.Equal((Turn.Challenger, 1130UL, 70UL), (game.Turn, game.Deadline, game.OtherClock));

        game = game.Pick(1, 1050);
        Assert.Equal((Turn.Proposer, 1120UL, 80UL), (game.Turn, game.Deadline, game.OtherClock));
    }

    [Fact]
    public void The_challengers_clock_runs_on_through_its_last_pick_and_the_proof()
    {
        var game = Opened.Post(Hashes, 1030).Pick(1, 1050).Post([_trace.StateAt(4), _trace.StateAt(5)], 1060);
        Assert.Equal(1140UL, game.Deadline);

        game = game.Pick(0, 1100);
        Assert.Equal((Turn.Proof, 1140UL), (game.Turn, game.Deadline));
        Assert.Equal(Turn.ChallengerWon, game.Prove(default, 1139).Turn);
        Assert.Equal(Rule.ClockSpent, RuleOf(() => game.Prove(default, 1140)));
        Assert.Equal(Turn.ProposerWon, game.CallTime(1140).Turn);
    }

    [Theory]
    [InlineData(1099UL, null)]
    [InlineData(1100UL, Rule.ClockSpent)]
    [InlineData(5000UL, Rule.ClockSpent)]
    public void A_move_is_refused_once_the_clock_is_spent(ulong now, Rule? refusal) =>
        Assert.Equal(refusal, RuleOf(() => Opened.Post(Hashes, now)));

    [Theory]
    [InlineData(1099UL, Rule.ClockRuns)]
    [InlineData(1100UL, null)]
    public void Time_is_called_from_that_very_second_on(ulong now, Rule? refusal) =>
        Assert.Equal(refusal, RuleOf(() => Opened.CallTime(now)));

    [Fact]
    public void Whoever_runs_out_loses()
    {
        Assert.Equal((Turn.ChallengerWon, true), (Opened.CallTime(1100).Turn, Opened.CallTime(1100).OnTime));
        Assert.Equal(Turn.ProposerWon, Opened.Post(Hashes, 1001).CallTime(1101).Turn);
    }

    [Fact]
    public void A_run_of_one_step_goes_straight_to_its_proof() =>
        Assert.Equal(Turn.Proof, GameState.Open(default, default, 1, 16, Clock, 0).Turn);

    [Fact]
    public void Moves_out_of_turn_are_refused()
    {
        var posted = Opened.Post(Hashes, 1001);
        var over = Opened.CallTime(1100);

        Assert.Equal(Rule.WrongTurn, RuleOf(() => Opened.Pick(0, 1001)));
        Assert.Equal(Rule.WrongTurn, RuleOf(() => Opened.Prove(default, 1001)));
        Assert.Equal(Rule.WrongTurn, RuleOf(() => posted.Post(Hashes, 1002)));
        Assert.Equal(Rule.WrongTurn, RuleOf(() => posted.Prove(default, 1002)));
        Assert.Equal(Rule.WrongTurn, RuleOf(() => over.Post(Hashes, 1002)));
        Assert.Equal(Rule.WrongTurn, RuleOf(() => over.CallTime(1200)));
        Assert.Equal(Rule.WrongTurn, RuleOf(() => over.MakeVoid()));
        Assert.Equal(Turn.Void, posted.MakeVoid().Turn);
        Assert.Equal(Rule.WrongTurn, RuleOf(() => posted.MakeVoid().Pick(0, 1002)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void A_post_has_exactly_the_segments_hashes(int count) =>
        Assert.Equal(Rule.WrongHashCount, RuleOf(() => Opened.Post(new Hash32[count], 1001)));

    private static Rule? RuleOf(Action move) => (Record.Exception(move) as RuleException)?.Rule;
}
