using System.Numerics;
using Opml.Dispute.Contracts;
using Opml.Dispute.Contracts.Events;
using Opml.Dispute.Game;
using Opml.Dispute.Tests.Devnet;

namespace Opml.Dispute.Tests.Contracts;

/// <summary>Several challengers at once: the first to win strikes the result out, and the other games are void.</summary>
public sealed class VoidGameTests(DevnetFixture fixture) : IClassFixture<DevnetFixture>
{
    [Theory]
    [InlineData(1)]
    [InlineData(1_000_000)]
    public async Task Void_games_give_bonds_back_and_a_refund_for_each_pick(int bondTimes)
    {
        await using var scene = await Scene.CreateAsync(
            fixture, 13, terms: terms => terms with { ProposerBond = (terms.ProposerBond * bondTimes) + 1 });
        await scene.RequestAsync();
        var claim = scene.Truth with { RegisterFaultAt = 7 };
        await scene.PostAsync(claim);
        var games = new List<GameDriver>();
        foreach (var challenger in scene.Challengers)
            games.Add(await scene.ChallengeAsync(claim, challenger));

        // The second has made one pick when the first wins, the third none, the fourth waits for its proof.
        await games[1].PostAsync();
        await games[1].PickAsync(2);
        await games[3].PostAsync();
        await games[3].PickAsync(2);
        await games[3].PostAsync();
        await games[3].PickAsync(0);
        Assert.Equal(Turn.Proof, games[3].State.Turn);
        Assert.Equal(Turn.ChallengerWon, await games[0].PlayAsync(scene.Truth));

        var split = Settlement.OfProposer(scene.Terms, 3);
        Assert.Equal(bondTimes != 1, split.RefundPerPick == scene.Terms.MoveRefund);
        var winner = await scene.AccountOf(scene.Challenger);
        Assert.Equal((scene.Model.ChallengerBond + split.Reward, split.Reserved), (winner.Free, winner.Locked));
        foreach (var game in games[1..])
            Assert.Equal(Turn.Void, (await scene.Contract.GetGameAsync(game.Id, Scene.Cancel)).Turn);

        Assert.Equal("WrongTurn", await Scene.ErrorOf(() => games[1].PostAsync()));
        Assert.Equal("WrongTurn", await Scene.ErrorOf(() => games[3].ProveAsync()));
        await scene.AdvanceAsync(scene.Model.Clock);
        Assert.Equal("WrongTurn", await Scene.ErrorOf(() => scene.Stranger.CallTimeAsync(games[2].Id, Scene.Cancel)));
        Assert.Equal("NotVoid", await Scene.ErrorOf(() => scene.Stranger.ClaimVoidAsync(games[0].Id, Scene.Cancel)));

        await scene.CheckEtherAsync();
        BigInteger refunds = 0;
        foreach (var (game, picks) in games[1..].Zip([1, 0, 2]))
        {
            var receipt = await scene.Requester.ClaimVoidAsync(game.Id, Scene.Cancel);
            var voided = Assert.Single(scene.Contract.ReadEvents(receipt).OfType<GameVoided>());
            Assert.Equal(picks * split.RefundPerPick, voided.Refund);
            Assert.Equal(
                new AccountInfo(scene.Model.ChallengerBond + voided.Refund, 0), await scene.AccountOf(game.Challenger));
            Assert.Equal("NotVoid", await Scene.ErrorOf(() => scene.Stranger.ClaimVoidAsync(game.Id, Scene.Cancel)));
            refunds += voided.Refund;
        }

        Assert.Equal(
            new AccountInfo(scene.Model.ChallengerBond + split.Reward + split.Reserved - refunds, 0),
            await scene.AccountOf(scene.Challenger));
    }

    [Fact]
    public async Task Games_about_runs_of_one_step_have_no_picks_to_refund()
    {
        await using var scene = await Scene.CreateAsync(fixture, 1, terms: terms => terms with { StepLimit = 1 });
        await scene.RequestAsync();
        var claim = scene.Truth with { RegisterFaultAt = 1 };
        await scene.PostAsync(claim);
        var first = await scene.ChallengeAsync(claim);
        var second = await scene.ChallengeAsync(claim, scene.Challengers[1]);

        await first.ProveAsync();
        await scene.Stranger.ClaimVoidAsync(second.Id, Scene.Cancel);

        Assert.Equal(new AccountInfo(scene.Model.ChallengerBond, 0), await scene.AccountOf(scene.Challengers[1]));
        Assert.Equal(
            new AccountInfo(scene.Model.ChallengerBond + (scene.Model.ProposerBond / 2), 0),
            await scene.AccountOf(scene.Challenger));
    }

    [Fact]
    public async Task A_lost_game_leaves_the_others_as_they_are_and_takes_nothing_from_them()
    {
        await using var scene = await Scene.CreateAsync(fixture, 4);
        await scene.RequestAsync();
        var claim = scene.Truth with { RegisterFaultAt = 3 };
        await scene.PostAsync(claim);
        var good = await scene.ChallengeAsync(claim);
        var bad = await scene.ChallengeAsync(claim, scene.Challengers[1]);

        Assert.Equal(Turn.ProposerWon, await bad.PlayAsync(scene.Truth, pick: (_, _) => 0));
        Assert.Equal(1, (await scene.RequestInfoAsync()).OpenGames);
        Assert.Equal(Turn.ChallengerWon, await good.PlayAsync(scene.Truth));

        Assert.Equal(Settlement.OfProposer(scene.Terms, 0).Reward, (await scene.AccountOf(scene.Challenger)).Free - scene.Model.ChallengerBond);
        Assert.Equal("NotVoid", await Scene.ErrorOf(() => scene.Stranger.ClaimVoidAsync(bad.Id, Scene.Cancel)));
    }

    [Fact]
    public async Task Void_games_stay_void_when_the_request_has_a_new_result_and_are_claimed_then()
    {
        await using var scene = await Scene.CreateAsync(fixture, 4);
        await scene.RequestAsync();
        var claim = scene.Truth with { RegisterFaultAt = 3 };
        await scene.PostAsync(claim);
        var first = await scene.ChallengeAsync(claim);
        var second = await scene.ChallengeAsync(claim, scene.Challengers[1]);
        await first.PlayAsync(scene.Truth);

        await scene.PostAsync(claim, scene.Challengers[2]);
        var third = await scene.ChallengeAsync(claim, scene.Challengers[1]);

        Assert.Equal(new GameId(1, 1, 2), second.Id);
        Assert.Equal(new GameId(1, 2, 1), third.Id);
        Assert.Equal(Turn.Void, (await scene.Contract.GetGameAsync(second.Id, Scene.Cancel)).Turn);
        Assert.Equal("WrongTurn", await Scene.ErrorOf(() => second.PostAsync()));
        await scene.Stranger.ClaimVoidAsync(second.Id, Scene.Cancel);
        Assert.Equal("NotVoid", await Scene.ErrorOf(() => scene.Stranger.ClaimVoidAsync(third.Id, Scene.Cancel)));
        Assert.Equal(1, (await scene.RequestInfoAsync()).OpenGames);
    }

    [Fact]
    public async Task No_number_of_challengers_delays_a_result_by_more_than_one_game()
    {
        await using var scene = await Scene.CreateAsync(fixture, 100);
        await scene.RequestAsync();
        var posted = await scene.TimeOfAsync(await scene.PostAsync());
        var games = new List<GameDriver>();
        foreach (var challenger in scene.Challengers)
        {
            await scene.NextBlockAtAsync(posted + scene.Model.ChallengeWindow - 1 - (ulong)(scene.Challengers.Count - games.Count));
            games.Add(await scene.ChallengeAsync(scene.Truth, challenger));
        }

        // Each side uses its clock up: the last possible second is the window's end and two clocks.
        foreach (var game in games)
        {
            await game.PostAsync();
        }

        await scene.AdvanceAsync(scene.Model.Clock);
        foreach (var game in games)
            await game.CallTimeAsync(scene.Stranger);

        Assert.True(await scene.Contract.IsFinalizedAsync(scene.RequestId, Scene.Cancel));
        var final = await scene.TimeOfAsync(await scene.Stranger.FinaliseAsync(scene.RequestId, Scene.Cancel));
        Assert.True(final < posted + scene.Model.ChallengeWindow + (2 * scene.Model.Clock));
    }
}
