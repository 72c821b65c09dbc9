using Opml.Dispute.Contracts;
using Opml.Dispute.Contracts.Events;
using Opml.Dispute.Game;
using Opml.Dispute.Tests.Devnet;
using Opml.Ethereum;
using Opml.Ethereum.Contracts;

namespace Opml.Dispute.Tests.Contracts;

/// <summary>From request to final result: windows, deadlines, and whose ether it is.</summary>
public sealed class LifecycleTests(DevnetFixture fixture) : IClassFixture<DevnetFixture>
{
    [Fact]
    public async Task A_result_is_final_when_its_window_is_over()
    {
        await using var scene = await Scene.CreateAsync(fixture);
        await scene.RequestAsync();
        Assert.Equal("WrongRequestStatus", await Scene.ErrorOf(() => scene.Stranger.FinaliseAsync(scene.RequestId, Scene.Cancel)));
        var posted = await scene.TimeOfAsync(await scene.PostAsync());
        Assert.Equal("NotFinalYet", await Scene.ErrorOf(() => scene.Proposer.FinaliseAsync(scene.RequestId, Scene.Cancel)));
        Assert.False(await scene.Contract.IsFinalizedAsync(scene.RequestId, Scene.Cancel));

        await scene.NextBlockAtAsync(posted + scene.Model.ChallengeWindow);
        var receipt = await scene.Stranger.FinaliseAsync(scene.RequestId, Scene.Cancel);

        Assert.Equal(scene.Proposer.Address, Assert.Single(scene.Contract.ReadEvents(receipt).OfType<ResultFinal>()).Proposer);
        Assert.True(await scene.Contract.IsFinalizedAsync(scene.RequestId, Scene.Cancel));
        Assert.Equal(scene.Output, await scene.Contract.GetOutputAsync(scene.RequestId, Scene.Cancel));
        Assert.Equal(new AccountInfo(scene.Model.ProposerBond + scene.Model.Fee, 0), await scene.AccountOf(scene.Proposer));
        Assert.Equal(new AccountInfo(0, 0), await scene.AccountOf(scene.Requester));
        Assert.Equal("WrongRequestStatus", await Scene.ErrorOf(() => scene.Stranger.FinaliseAsync(scene.RequestId, Scene.Cancel)));
        Assert.Equal("WrongRequestStatus", await Scene.ErrorOf(() => scene.Requester.CancelAsync(scene.RequestId, Scene.Cancel)));
        Assert.Equal("WrongRequestStatus", await Scene.ErrorOf(() => scene.PostAsync()));
        Assert.Equal("WrongRequestStatus", await Scene.ErrorOf(() => scene.ChallengeAsync(scene.Truth)));
    }

    [Fact]
    public async Task An_open_game_keeps_a_result_from_being_final()
    {
        await using var scene = await Scene.CreateAsync(fixture, 4, terms: terms => terms with { Clock = 7200 });
        await scene.RequestAsync();
        await scene.PostAsync();
        var game = await scene.ChallengeAsync(scene.Truth);
        await scene.AdvanceAsync(scene.Model.ChallengeWindow);

        Assert.Equal("NotFinalYet", await Scene.ErrorOf(() => scene.Proposer.FinaliseAsync(scene.RequestId, Scene.Cancel)));
        Assert.False(await scene.Contract.IsFinalizedAsync(scene.RequestId, Scene.Cancel));
        Assert.Equal(Turn.ProposerWon, await game.PlayAsync(scene.Truth));
        Assert.True(await scene.Contract.IsFinalizedAsync(scene.RequestId, Scene.Cancel));
        await scene.Proposer.FinaliseAsync(scene.RequestId, Scene.Cancel);
    }

    [Fact]
    public async Task A_request_without_a_live_result_is_taken_back_after_its_deadline()
    {
        await using var scene = await Scene.CreateAsync(fixture);
        await scene.RequestAsync();
        var deadline = (await scene.RequestInfoAsync()).Since + scene.Model.RequestDeadline;
        Assert.Equal("DeadlineAhead", await Scene.ErrorOf(() => scene.Requester.CancelAsync(scene.RequestId, Scene.Cancel)));
        await scene.NextBlockAtAsync(deadline);
        Assert.Equal("NotRequester", await Scene.ErrorOf(() => scene.Stranger.CancelAsync(scene.RequestId, Scene.Cancel)));
        await scene.Requester.CancelAsync(scene.RequestId, Scene.Cancel);

        Assert.Equal(new AccountInfo(scene.Model.Fee, 0), await scene.AccountOf(scene.Requester));
        Assert.Equal(RequestStatus.Cancelled, (await scene.RequestInfoAsync()).Status);
        Assert.Equal("WrongRequestStatus", await Scene.ErrorOf(() => scene.Requester.CancelAsync(scene.RequestId, Scene.Cancel)));
        Assert.Equal("WrongRequestStatus", await Scene.ErrorOf(() => scene.PostAsync()));
    }

    [Fact]
    public async Task A_live_result_holds_a_request_and_a_strike_out_restarts_its_deadline()
    {
        await using var scene = await Scene.CreateAsync(fixture, 4, terms: terms => terms with { ChallengeWindow = 20_000 });
        await scene.RequestAsync();
        var claim = scene.Truth with { RegisterFaultAt = 3 };
        await scene.AdvanceAsync(scene.Model.RequestDeadline);
        await scene.PostAsync(claim);
        Assert.Equal("WrongRequestStatus", await Scene.ErrorOf(() => scene.Requester.CancelAsync(scene.RequestId, Scene.Cancel)));
        await scene.AdvanceAsync(scene.Model.RequestDeadline);
        var game = await scene.ChallengeAsync(claim);
        await game.PlayAsync(scene.Truth);

        Assert.Equal("DeadlineAhead", await Scene.ErrorOf(() => scene.Requester.CancelAsync(scene.RequestId, Scene.Cancel)));
        await scene.AdvanceAsync(scene.Model.RequestDeadline);
        await scene.Requester.CancelAsync(scene.RequestId, Scene.Cancel);
    }

    [Fact]
    public async Task A_result_struck_out_on_time_alone_is_posted_again_by_the_challenger_and_becomes_final()
    {
        await using var scene = await Scene.CreateAsync(fixture);
        await scene.RequestAsync();
        await scene.PostAsync();
        var game = await scene.ChallengeAsync(scene.Truth);
        await scene.AdvanceAsync(scene.Model.Clock);
        await game.CallTimeAsync(scene.Stranger);
        Assert.Equal("WrongRequestStatus", await Scene.ErrorOf(() => scene.Contract.GetOutputAsync(scene.RequestId, Scene.Cancel)));

        await scene.PostAsync(by: scene.Challenger);
        await scene.AdvanceAsync(scene.Model.ChallengeWindow);
        await scene.Stranger.FinaliseAsync(scene.RequestId, Scene.Cancel);

        var info = await scene.RequestInfoAsync();
        Assert.Equal((RequestStatus.Final, 2u, scene.Challenger.Address, scene.Truth.Last), (info.Status, info.Attempt, info.Proposer, info.StateHash));
        Assert.Equal(scene.Output, await scene.Contract.GetOutputAsync(scene.RequestId, Scene.Cancel));
    }

    [Fact]
    public async Task A_later_failed_result_does_not_show_an_earlier_ones_output()
    {
        await using var scene = await Scene.CreateAsync(fixture, status: 1);
        await scene.RequestAsync();
        var lie = scene.Truth with { FinalStatus = 0 };
        await scene.PostAsync(lie);
        await (await scene.ChallengeAsync(lie)).PlayAsync(scene.Truth);

        await scene.PostAsync();

        Assert.False((await scene.RequestInfoAsync()).Succeeded);
        Assert.Equal("WrongRunStatus", await Scene.ErrorOf(() => scene.Contract.GetOutputAsync(scene.RequestId, Scene.Cancel)));
    }

    [Fact]
    public async Task Free_ether_is_withdrawn_once_to_whom_its_owner_says()
    {
        await using var scene = await Scene.CreateAsync(fixture);
        await scene.RequestAsync();
        await scene.PostAsync();
        Assert.Equal("NothingOwed", await Scene.ErrorOf(() => scene.Proposer.WithdrawAsync(scene.Proposer.Address, Scene.Cancel)));
        await scene.AdvanceAsync(scene.Model.ChallengeWindow);
        await scene.Stranger.FinaliseAsync(scene.RequestId, Scene.Cancel);
        var amount = scene.Model.ProposerBond + scene.Model.Fee;
        var to = Address.Parse("0x00000000000000000000000000000000000000aa");
        var before = await fixture.Client.GetBalanceAsync(to, cancellationToken: Scene.Cancel);

        // The Opml contract itself takes no plain ether: a receiver that refuses.
        Assert.Equal("TransferFailed", await Scene.ErrorOf(() => scene.Proposer.WithdrawAsync(scene.Contract.Address, Scene.Cancel)));
        var receipt = await scene.Proposer.WithdrawAsync(to, Scene.Cancel);

        Assert.Equal(new Withdrawn(scene.Proposer.Address, to, amount) { Log = receipt.Logs[0] }, Assert.Single(scene.Contract.ReadEvents(receipt)));
        Assert.Equal(before + amount, await fixture.Client.GetBalanceAsync(to, cancellationToken: Scene.Cancel));
        Assert.Equal("NothingOwed", await Scene.ErrorOf(() => scene.Proposer.WithdrawAsync(to, Scene.Cancel)));
    }

    [Fact]
    public async Task A_receiver_that_calls_back_is_paid_once()
    {
        await using var scene = await Scene.CreateAsync(fixture);
        await scene.RequestAsync();
        await scene.PostAsync();
        var thief = (await Contract.DeployAsync(scene.Senders[5], Scene.ToyThief, [scene.Contract.Address], default, Scene.Cancel)).Contract;
        await thief.SendAsync(scene.Senders[5], "prepare", [scene.Model.Id()], scene.Model.Fee, null, Scene.Cancel);
        await thief.SendAsync(scene.Senders[5], "steal", [], default, null, Scene.Cancel);

        Assert.Equal(1, (await thief.CallAsync("attempts", [], new(), Scene.Cancel)).Get<int>(0));
        Assert.Equal(0, (await thief.CallAsync("successes", [], new(), Scene.Cancel)).Get<int>(0));
        Assert.Equal(scene.Model.Fee, await fixture.Client.GetBalanceAsync(thief.Address, cancellationToken: Scene.Cancel));
    }

    [Fact]
    public async Task What_happened_can_be_read_back_from_the_chain_alone()
    {
        await using var scene = await Scene.CreateAsync(fixture, 13);
        var from = await fixture.Client.GetBlockNumberAsync(Scene.Cancel);
        await scene.RequestAsync();
        var claim = scene.Truth with { RegisterFaultAt = 7 };
        await scene.PostAsync(claim);
        var game = await scene.ChallengeAsync(claim);
        await game.PlayAsync(scene.Truth);

        var all = await scene.Contract.GetEventsAsync(from + 1, BlockTag.Latest, Scene.Cancel);
        Assert.Equal(
            ["RequestCreated", "InputAdded", "RequestOpened", "ResultPosted", "GameOpened", "HashesPosted", "PartPicked", "HashesPosted", "StepProven", "ResultStruckOut", "GameEnded"],
            all.Select(item => item.GetType().Name));
        Assert.Equal(2, (await scene.Contract.GetGameEventsAsync<HashesPosted>(game.Id, from, Scene.Cancel)).Count);
        Assert.Single(await scene.Contract.GetRequestEventsAsync<ResultPosted>(scene.RequestId, from, Scene.Cancel));
        Assert.Equal(game.Id, Assert.Single(await scene.Contract.GetGamesOpenedAsync(scene.RequestId, from, Scene.Cancel)).Game);
        Assert.Empty(await scene.Contract.GetGamesOpenedAsync(scene.RequestId + 1, from, Scene.Cancel));
        Assert.Empty(await scene.Contract.GetGameEventsAsync<HashesPosted>(game.Id with { Number = 2 }, from, Scene.Cancel));
    }
}
