using Opml.Dispute.Contracts;
using Opml.Dispute.Game;
using Opml.Dispute.Tests.Devnet;

namespace Opml.Dispute.Tests.Contracts;

/// <summary>Whoever runs out loses; anyone may call time; a move reverts once its maker's clock is spent.</summary>
public sealed class TimeoutTests(DevnetFixture fixture) : IClassFixture<DevnetFixture>
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_proposer_that_stops_answering_is_slashed(int roundsAnswered)
    {
        await using var scene = await Scene.CreateAsync(fixture, 100);
        var game = await OpenAsync(scene, scene.Truth);
        for (var round = 0; round < roundsAnswered; round++)
        {
            await game.PostAsync();
            await game.PickAsync(2);
        }

        Assert.Equal("ClockRuns", await Scene.ErrorOf(() => scene.Stranger.CallTimeAsync(game.Id, Scene.Cancel)));
        await scene.NextBlockAtAsync(game.State.Deadline);
        await game.CallTimeAsync(scene.Stranger);

        Assert.Equal((Turn.ChallengerWon, true), (game.State.Turn, game.State.OnTime));
        var split = Settlement.OfProposer(scene.Terms, 0);
        Assert.Equal(new AccountInfo(scene.Model.ChallengerBond + split.Reward, 0), await scene.AccountOf(scene.Challenger));
        Assert.Equal(RequestStatus.Open, (await scene.RequestInfoAsync()).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_challenger_that_stops_answering_loses_its_bond(bool beforeTheProof)
    {
        await using var scene = await Scene.CreateAsync(fixture, 4);
        var game = await OpenAsync(scene, scene.Truth with { RegisterFaultAt = 3 });
        await game.PostAsync();
        if (beforeTheProof)
            await game.PickAsync(2);

        await scene.NextBlockAtAsync(game.State.Deadline);
        await game.CallTimeAsync(scene.Stranger);

        Assert.Equal((Turn.ProposerWon, true), (game.State.Turn, game.State.OnTime));
        Assert.Equal(Settlement.OfChallenger(scene.Terms).Reward, (await scene.AccountOf(scene.Proposer)).Free);
        Assert.Equal(RequestStatus.Posted, (await scene.RequestInfoAsync()).Status);
    }

    [Fact]
    public async Task No_move_is_taken_after_the_clock_not_even_before_time_is_called()
    {
        await using var scene = await Scene.CreateAsync(fixture, 4);
        var claim = scene.Truth with { RegisterFaultAt = 3 };
        var game = await OpenAsync(scene, claim);
        var second = await scene.ChallengeAsync(claim, scene.Challengers[1]);
        var third = await scene.ChallengeAsync(claim, scene.Challengers[2]);
        await second.PostAsync();
        await third.PostAsync();
        await third.PickAsync(2);
        await scene.AdvanceAsync(scene.Model.Clock);

        Assert.Equal("ClockSpent", await Scene.ErrorOf(game.PostAsync));
        Assert.Equal("ClockSpent", await Scene.ErrorOf(() => second.PickAsync(2)));
        Assert.Equal("ClockSpent", await Scene.ErrorOf(() => second.PickAndProveAsync(2)));
        Assert.Equal("ClockSpent", await Scene.ErrorOf(() => third.ProveAsync(scene.Stranger)));
        await second.CallTimeAsync(scene.Stranger);
        await game.CallTimeAsync(scene.Challenger);
        Assert.Equal("WrongTurn", await Scene.ErrorOf(() => scene.Stranger.CallTimeAsync(game.Id, Scene.Cancel)));
        Assert.Equal("WrongTurn", await Scene.ErrorOf(() => scene.Stranger.CallTimeAsync(third.Id, Scene.Cancel)));
    }

    [Fact]
    public async Task A_move_in_the_clocks_last_second_counts()
    {
        await using var scene = await Scene.CreateAsync(fixture, 4);
        var game = await OpenAsync(scene, scene.Truth with { RegisterFaultAt = 3 });

        await scene.NextBlockAtAsync(game.State.Deadline - 1);
        await game.PostAsync();

        Assert.Equal(1UL, game.State.OtherClock);
    }

    private static async Task<GameDriver> OpenAsync(Scene scene, ToyRun claim)
    {
        await scene.RequestAsync();
        await scene.PostAsync(claim);
        return await scene.ChallengeAsync(claim);
    }
}
