using System.Collections.Immutable;
using Opml.Dispute.Contracts;
using Opml.Dispute.Game;
using Opml.Dispute.Players;
using Opml.Node.Configuration;
using Opml.Node.Hosting;
using Opml.Node.Status;

namespace Opml.Node.Tests.Hosting;

/// <summary>When a clock gives cause for a warning.</summary>
public sealed class ClockWatchTests
{
    private const ulong Now = 1_000_000;
    private static readonly GameId s_game = new(7, 1, 2);

    // Clocks of 1,000 s, of which 25 % are the margin.
    [Theory]
    [InlineData(true, Turn.Challenger, 900, false)]
    [InlineData(true, Turn.Challenger, 240, true)]
    [InlineData(true, Turn.Proof, 240, true)]
    [InlineData(true, Turn.Proposer, 240, false)] // the other side's
    [InlineData(false, Turn.Proposer, 240, true)]
    [InlineData(false, Turn.Challenger, 240, false)]
    [InlineData(false, Turn.Proof, 240, false)]
    [InlineData(true, Turn.Void, 1, false)]
    public void A_clock_of_its_own_that_falls_under_the_margin_is_told(bool isChallenger, Turn turn, int left, bool warns)
    {
        var told = new List<(NodeWarning Warning, bool Begins)>();
        var warnings = new WarningBoard((warning, begins) => told.Add((warning, begins)));
        var clock = new ChainClock();
        clock.Saw(1, Now);
        var watch = new ClockWatch(new NodeLimits { MaxClockSkew = TimeSpan.FromDays(36500) }, clock, warnings);
        watch.Look(Status(isChallenger, turn, Now + (ulong)left, 1000));
        watch.Look(Status(isChallenger, turn, Now + (ulong)left, 1000)); // told once
        Assert.Equal(warns ? [(NodeWarningKind.Clock, "7.1.2", true)] : [], told.Select(told => (told.Warning.Kind, told.Warning.Subject, told.Begins)));

        watch.Look(Status(isChallenger, turn, Now + 1000, 1000));
        Assert.Empty(warnings.All);
        Assert.Equal(warns, told.Any(told => !told.Begins));
    }

    [Fact]
    public void A_game_without_files_is_told()
    {
        var warnings = new WarningBoard((_, _) => { });
        var clock = new ChainClock();
        clock.Saw(1, Now);
        new ClockWatch(new NodeLimits { MaxClockSkew = TimeSpan.FromDays(36500) }, clock, warnings).Look(Status(true, Turn.Challenger, Now + 900, null));
        Assert.Equal(NodeWarningKind.Files, Assert.Single(warnings.All).Kind);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(200, false)]
    [InlineData(400, true)] // the chain is ahead
    [InlineData(-400, true)] // it is behind
    public void Clocks_that_disagree_are_told(int ahead, bool warns)
    {
        var warnings = new WarningBoard((_, _) => { });
        var clock = new ChainClock();
        ulong now = (ulong)(DateTimeOffset.UtcNow.ToUnixTimeSeconds() + ahead);
        clock.Saw(1, now - 1); // the first block may be an old one
        clock.Saw(2, now);
        new ClockWatch(new NodeLimits(), clock, warnings).Look(Status(true, Turn.Proposer, now + 900, 1000));
        Assert.Equal(warns, warnings.All.Any(warning => warning.Kind == NodeWarningKind.ClockSkew));
    }

    private static PlayerStatus Status(bool isChallenger, Turn turn, ulong deadline, uint? clock) => new()
    {
        Height = 1,
        ChainTime = Now,
        Requests = ImmutableDictionary<RequestStatus, int>.Empty,
        Games = [new PlayerGame(s_game, isChallenger, turn, 1, 100, deadline, clock)],
        GasReserved = 0,
        DutiesDue = 0,
        DutiesUnderWay = 0,
        DutiesResting = 0,
        RunsHeld = 0,
        Tally = new PlayerRecord(),
    };
}
