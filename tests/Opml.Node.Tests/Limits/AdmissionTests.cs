using System.Numerics;
using Opml.Dispute.Contracts;
using Opml.Dispute.Devnet;
using Opml.Dispute.Game;
using Opml.Dispute.Players.Faults;
using Opml.Node.Configuration;
using Opml.Node.Limits;
using Opml.Node.Status;
using Opml.Node.Tests.Scene;

namespace Opml.Node.Tests.Limits;

/// <summary>A node begins no game that it could not finish.</summary>
public sealed class AdmissionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // A clock of 1,000 s and R = 5 rounds of k = 16: six moves.
    [Theory]
    [InlineData(1_000_000UL, 1_000_000, 0, 1, 25, true)] // 2 s and 6 moves
    [InlineData(350_000_000UL, 1_000_000, 0, 1, 25, true)] // 700 s and 6 moves: 706 of 750
    [InlineData(380_000_000UL, 1_000_000, 0, 1, 25, false)] // 760 s
    [InlineData(380_000_000UL, 1_000_000, 0, 1, 10, true)] // the margin is the operator's
    [InlineData(350_000_000UL, 1_000_000, 1, 1, 25, false)] // another game's run goes first
    [InlineData(1_000_000UL, 1_000_000, 0, 130, 25, false)] // a slow chain: 780 s of moves
    [InlineData(1_000_000UL, 1_000, 0, 1, 25, false)] // a slow machine
    public void Time_is_enough_or_not(ulong steps, double perSecond, int inLine, double perMove, int margin, bool isEnough)
    {
        Terms terms = Terms.Sized(1 << 20, 1, 16) with { Clock = 1000 };
        Assert.Equal(5, terms.MaxRounds);
        Model model = Model.Create(default, default, default, terms);
        Refusal? refusal = GameTime.Check(model, steps, perSecond, inLine, perMove, margin);
        Assert.Equal(isEnough, refusal is null);
        if (refusal is not null) Assert.Equal(NodeWarningKind.Time, refusal.Kind);
    }

    [Fact]
    public async Task Without_ether_for_the_bond_and_a_whole_game_no_result_is_posted()
    {
        await using World world = await World.MakeAsync();
        DevnetAccount account = world.NextAccount();
        // Enough for the bond, and not for the game.
        await world.SetBalanceAsync(account.Address, world.Terms.ProposerBond + (world.Terms.WholeGameGas * (BigInteger)world.Terms.FeeCeiling / 2));
        await using OpmlNodeHost node = await world.StartAsync(world.Options(NodeRole.Proposer), account);
        ulong request = await world.RequestAsync();
        await World.UntilAsync(() => node.Status.Warnings.Any(warning => warning.Kind == NodeWarningKind.Funds && warning.Message.Contains("send it", StringComparison.Ordinal)), "the warning");
        Assert.Equal(RequestStatus.Open, (await world.InfoAsync(request)).Status);
        Assert.Equal(0UL, await world.Client.GetNonceAsync(account.Address, cancellationToken: Token));

        await world.SetBalanceAsync(account.Address, world.Terms.ProposerBond * 10);
        await world.UntilStatusAsync(request, RequestStatus.Posted);
    }

    [Fact]
    public async Task Without_ether_for_the_bond_and_a_whole_game_no_challenge_is_opened()
    {
        await using World world = await World.MakeAsync();
        DevnetAccount account = world.NextAccount();
        await world.SetBalanceAsync(account.Address, world.Terms.ChallengerBond);
        await using OpmlNodeHost node = await world.StartAsync(world.Options(NodeRole.Validator), account);
        await world.SeatLiarAsync(proposes: true, new Fault { Kind = FaultKind.Register });
        await world.RequestAsync();
        await World.UntilAsync(() => node.Status.Warnings.Any(warning => warning.Kind == NodeWarningKind.Funds && warning.Subject.StartsWith("challenge", StringComparison.Ordinal)), "the warning");
        Assert.Equal(0UL, await world.Client.GetNonceAsync(account.Address, cancellationToken: Token));

        await world.SetBalanceAsync(account.Address, world.Terms.ChallengerBond * 10);
        await world.UntilHomeAsync(account.Address);
    }

    [Fact]
    public async Task Ether_for_one_game_is_not_spent_on_two()
    {
        await using World world = await World.MakeAsync();
        DevnetAccount account = world.NextAccount();
        BigInteger game = world.Terms.WholeGameGas * (BigInteger)world.Terms.FeeCeiling;
        await world.SetBalanceAsync(account.Address, (2 * world.Terms.ProposerBond) + (game * 5 / 4));
        await using OpmlNodeHost node = await world.StartAsync(world.Options(NodeRole.Proposer), account);
        ulong[] requests = [await world.RequestAsync(null, 1), await world.RequestAsync(null, 2)];
        await World.UntilAsync(() => node.Status.Warnings.Any(warning => warning.Kind == NodeWarningKind.Funds), "the warning");
        await World.UntilAsync(async () => (await Task.WhenAll(requests.Select(world.InfoAsync))).Count(info => info.Status == RequestStatus.Posted) == 1, "one result");
    }

    public static TheoryData<string> Limits => ["ProposerBond", "Fee", "Steps", "GasPrice", "Disk"];

    [Theory, MemberData(nameof(Limits))]
    public async Task What_the_operator_will_not_do_is_not_done(string limit)
    {
        await using World world = await World.MakeAsync();
        NodeOptions options = world.Options(NodeRole.Proposer);
        NodeLimits limits = limit switch
        {
            "ProposerBond" => options.Limits with { MaxProposerBond = world.Terms.ProposerBond - 1 },
            "Fee" => options.Limits with { MinFee = world.Terms.Fee + 1 },
            "Steps" => options.Limits with { MaxSteps = world.Terms.StepLimit - 1 },
            "GasPrice" => options.Limits with { MaxFeePerGas = 1 },
            _ => options.Limits with { MinFreeDisk = long.MaxValue },
        };
        DevnetAccount account = world.NextAccount();
        await using OpmlNodeHost node = await world.StartAsync(options with { Limits = limits }, account);
        ulong request = await world.RequestAsync();
        if (limit is "GasPrice" or "Disk")
            await World.UntilAsync(() => node.Status.Warnings.Any(warning => warning.Kind.ToString() == limit), "the warning");
        else
            await World.UntilAsync(() => node.Status.Requests.GetValueOrDefault(RequestStatus.Open) == 1 && node.Status.QueueDepth == 0, "the node to have looked");
        Assert.Equal(RequestStatus.Open, (await world.InfoAsync(request)).Status);
        Assert.Equal(0UL, await world.Client.GetNonceAsync(account.Address, cancellationToken: Token));
    }
}
