using System.Numerics;
using System.Text;
using Opml.Dispute.Contracts;
using Opml.Dispute.Contracts.Oracle;
using Opml.Dispute.Contracts.Oracle.Events;
using Opml.Dispute.Tests.Contracts;
using Opml.Dispute.Tests.Devnet;
using Opml.Ethereum.Contracts;

namespace Opml.Dispute.Tests.Oracle;

/// <summary>When a result reaches a user's contract, how often, and who is paid for it.</summary>
public sealed class DeliveryTests(DevnetFixture fixture) : IClassFixture<DevnetFixture>
{
    [Fact]
    public async Task A_contract_written_for_OAO_asks_and_receives_its_answer_once_when_it_is_final()
    {
        await using var world = await OracleScene.CreateAsync(fixture);
        var reader = await world.DeployAsync("ToyReader");
        var id = await world.AskAsync(reader, new byte[] { 1, 2 });
        Assert.Equal("NothingToDeliver", await world.DeliveryErrorAsync(id));
        await world.PostAsync(id);
        Assert.Equal("NothingToDeliver", await world.DeliveryErrorAsync(id));
        Assert.False(await world.Contract.IsFinalizedAsync(id, OracleScene.Cancel));
        await world.Scene.AdvanceAsync(world.Scene.Model.ChallengeWindow);
        Assert.True(await world.Contract.IsFinalizedAsync(id, OracleScene.Cancel));
        Assert.Equal(OracleDuty.Final, await world.DutyAsync(id));

        var sent = await world.Courier.DeliverAsync(id, OracleScene.Cancel);

        Assert.Equal((OracleDuty.Final, 1u, true, world.Courier.Address), (sent.Value.Duty, sent.Value.Attempt, sent.Value.Success, sent.Value.Invoker));
        var told = Assert.Single(world.Contract.ReadEvents(sent.Receipt).OfType<AICallbackResult>());
        Assert.Equal((reader.Address, id, world.Courier.Address), (told.Account, told.RequestId, told.Invoker));
        Assert.Equal(world.Scene.Output, told.Output);
        Assert.Equal(world.Scene.Output, await reader.CallAsync<byte[]>("answers", id));
        Assert.Equal([1, 2], await reader.CallAsync<byte[]>("notes", id));
        Assert.Equal(1, await reader.CallAsync<int>("calls"));
        Assert.Equal(OracleStage.Settled, (await world.Contract.GetEntryAsync(id, OracleScene.Cancel)).Stage);
        Assert.Equal("NothingToDeliver", await world.DeliveryErrorAsync(id));

        // The Opml contract's own end is another call, before or after.
        await world.Scene.Stranger.FinaliseAsync(id, OracleScene.Cancel);
        Assert.Equal("NothingToDeliver", await world.DeliveryErrorAsync(id));
    }

    [Fact]
    public async Task Deliverer_owner_and_account_have_the_whole_payment_to_withdraw()
    {
        await using var world = await OracleScene.CreateAsync(fixture);
        var reader = await world.DeployAsync("ToyReader");
        var fee = await world.Contract.EstimateFeeAsync(OracleScene.Number, OracleScene.Gas, cancellationToken: OracleScene.Cancel);
        var id = await world.RequestAsync(reader);
        await world.FinishAsync(id);
        Assert.Equal(0, await world.BalanceAsync(world.Owner.Address));
        var sent = await world.Courier.DeliverAsync(id, OracleScene.Cancel);

        var cost = sent.Receipt.EffectiveGasPrice * sent.Receipt.GasUsed;
        Assert.InRange(sent.Value.Paid, cost, cost * 3 / 2);
        Assert.Equal(sent.Value.Paid, await world.BalanceAsync(world.Courier.Address));
        Assert.Equal(world.OwnerFee, await world.BalanceAsync(world.Owner.Address));
        Assert.Equal(fee - world.Scene.Model.Fee - world.OwnerFee - sent.Value.Paid, await world.BalanceAsync(world.User.Address));
        foreach (var account in new[] { world.Courier, world.Owner, world.User })
        {
            await account.WithdrawAsync(account.Address, OracleScene.Cancel);
            Assert.Equal("NothingOwed", await Scene.ErrorOf(() => account.WithdrawAsync(account.Address, OracleScene.Cancel)));
        }

        Assert.Equal(0, await world.Contract.Client.GetBalanceAsync(world.Contract.Address, cancellationToken: OracleScene.Cancel));
    }

    [Theory]
    [InlineData(1, 1, "the program failed")]
    [InlineData(2, 2, "the program trapped")]
    [InlineData(3, 3, "the step limit was reached")]
    public async Task A_failed_run_reports_why(byte status, byte code, string reason)
    {
        await using var world = await OracleScene.CreateAsync(fixture, 4, terms: t => status == 3 ? t with { StepLimit = 4 } : t, status: status);
        var reader = await world.DeployAsync("ToyReader");
        var id = await world.RequestAsync(reader);
        await world.FinishAsync(id);
        var sent = await world.Courier.DeliverAsync(id, OracleScene.Cancel);

        Assert.True(sent.Value.Success);
        Assert.Equal(code, Assert.Single(world.Contract.ReadEvents(sent.Receipt).OfType<AICallbackError>()).Code);
        Assert.Equal((code, reason), (await reader.CallAsync<byte>("codes", id), await reader.CallAsync<string>("reasons", id)));
        Assert.Equal([7, 8, 9], await reader.CallAsync<byte[]>("notes", id));
    }

    [Fact]
    public async Task Too_long_an_output_is_reported_as_such()
    {
        await using var world = await OracleScene.CreateAsync(fixture, output: new byte[40], terms: t => t with { OutputLimit = 39 });
        var reader = await world.DeployAsync("ToyReader");
        var id = await world.RequestAsync(reader);
        world.Scene.UseRequest(id);
        await world.Scene.Proposer.PostOversizedResultAsync(
            id, world.Scene.Truth.StateAt(0), world.Scene.Truth.WitnessAt(4), 40, OutputProof.OfLength(world.Scene.FinalMemory.Nodes), world.Scene.Model.ProposerBond, OracleScene.Cancel);
        await world.Scene.AdvanceAsync(world.Scene.Model.ChallengeWindow);
        await world.DeliverAsync(id);
        Assert.Equal((4, "the output is too long"), (await reader.CallAsync<byte>("codes", id), await reader.CallAsync<string>("reasons", id)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(24_575)]
    public async Task Outputs_of_any_length_arrive_and_the_deposit_pays_for_them(int length)
    {
        byte[] output = [.. Enumerable.Range(0, length).Select(i => (byte)((i * 3) + 1))];
        await using var world = await OracleScene.CreateAsync(fixture, output: output, terms: t => t with { OutputLimit = 24_575 });
        // It answers with success and keeps nothing, so that a small gas limit is enough.
        var pest = await world.DeployAsync("ToyPest", 2);
        var id = await world.RequestAsync(pest, gas: 100_000, data: new byte[4096]);
        await world.FinishAsync(id);
        var sent = await world.Courier.DeliverAsync(id, OracleScene.Cancel);
        Assert.Equal(output, Assert.Single(world.Contract.ReadEvents(sent.Receipt).OfType<AICallbackResult>()).Output);
        var entry = await world.Contract.GetEntryAsync(id, OracleScene.Cancel);
        Assert.InRange(sent.Receipt.GasUsed, 0UL, entry.DepositGas);
        Assert.InRange(sent.Value.Paid, sent.Receipt.EffectiveGasPrice * sent.Receipt.GasUsed, (BigInteger)entry.DepositGas * entry.GasPrice);
    }

    [Fact]
    public async Task At_once_means_each_live_result_once_and_nothing_twice()
    {
        await using var world = await OracleScene.CreateAsync(fixture);
        var reader = await world.DeployAsync("ToyReader");
        var id = await world.RequestAsync(reader, atOnce: true);
        var held = (await world.Contract.GetEntryAsync(id, OracleScene.Cancel)).Held;
        Assert.Equal(OracleDuty.Nothing, await world.DutyAsync(id));

        await world.PostAsync(id, world.Lie());
        var first = await world.DeliverAsync(id);
        Assert.Equal((OracleDuty.Early, 1u, true), (first.Duty, first.Attempt, first.Success));
        Assert.True(first.Paid > 0);
        Assert.Equal("NothingToDeliver", await world.DeliveryErrorAsync(id));

        await world.StrikeOutAsync(world.Lie());
        Assert.Equal("NothingToDeliver", await world.DeliveryErrorAsync(id));
        await world.PostAsync(id, world.Lie(2));
        var second = await world.DeliverAsync(id);
        Assert.Equal((OracleDuty.Early, 2u, BigInteger.Zero), (second.Duty, second.Attempt, second.Paid));

        await world.StrikeOutAsync(world.Lie(2));
        await world.FinishAsync(id);
        var last = await world.DeliverAsync(id);
        Assert.Equal((OracleDuty.Final, 3u, true), (last.Duty, last.Attempt, last.Success));
        Assert.True(last.Paid > 0);
        Assert.Equal(3, await reader.CallAsync<int>("calls"));
        Assert.Equal("NothingToDeliver", await world.DeliveryErrorAsync(id));
        Assert.Equal(
            held,
            world.OwnerFee + first.Paid + last.Paid + await world.BalanceAsync(world.User.Address));
    }

    [Fact]
    public async Task A_result_that_was_delivered_at_once_is_settled_without_another_callback()
    {
        await using var world = await OracleScene.CreateAsync(fixture);
        var reader = await world.DeployAsync("ToyReader");
        var id = await world.RequestAsync(reader, atOnce: true);
        await world.PostAsync(id);
        await world.DeliverAsync(id);
        await world.Scene.AdvanceAsync(world.Scene.Model.ChallengeWindow);

        Assert.Equal(OracleDuty.Settlement, await world.DutyAsync(id));
        var settled = await world.Courier.DeliverAsync(id, OracleScene.Cancel);
        Assert.Equal(OracleDuty.Settlement, settled.Value.Duty);
        Assert.Empty(world.Contract.ReadEvents(settled.Receipt).OfType<AICallbackResult>());
        Assert.True(settled.Value.Paid >= settled.Receipt.EffectiveGasPrice * settled.Receipt.GasUsed);
        Assert.Equal(1, await reader.CallAsync<int>("calls"));
        Assert.Equal(world.OwnerFee, await world.BalanceAsync(world.Owner.Address));
        Assert.Equal(OracleDuty.Nothing, await world.DutyAsync(id));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_request_without_a_callback_is_told_of_by_event_and_settled(bool byKey)
    {
        await using var world = await OracleScene.CreateAsync(fixture);
        var id = await world.RequestAsync(null, modelId: byKey ? world.Key : null);
        await world.FinishAsync(id);
        var sent = await world.Courier.DeliverAsync(id, OracleScene.Cancel);
        Assert.True(sent.Value.Success);
        Assert.Single(world.Contract.ReadEvents(sent.Receipt).OfType<AICallbackResult>());
        Assert.Equal(byKey ? 0 : world.OwnerFee, await world.BalanceAsync(world.Owner.Address));
    }

    [Fact]
    public async Task A_callback_that_failed_is_tried_again_unpaid_until_it_goes_well()
    {
        await using var world = await OracleScene.CreateAsync(fixture);
        var reader = await world.DeployAsync("ToyReader");
        var id = await world.RequestAsync(reader);
        await reader.SendAsync(world.Scene.Senders[0], "close", true);
        await world.FinishAsync(id);
        var first = await world.DeliverAsync(id);
        Assert.Equal((OracleDuty.Final, false), (first.Duty, first.Success));
        Assert.True(first.Paid > 0);
        var second = await world.DeliverAsync(id);
        Assert.Equal((OracleDuty.Retry, false, BigInteger.Zero), (second.Duty, second.Success, second.Paid));

        await reader.SendAsync(world.Scene.Senders[0], "close", false);
        var third = await world.DeliverAsync(id);
        Assert.Equal((OracleDuty.Retry, true, BigInteger.Zero), (third.Duty, third.Success, third.Paid));
        Assert.Equal(1, await reader.CallAsync<int>("calls"));
        Assert.Equal("NothingToDeliver", await world.DeliveryErrorAsync(id));
        Assert.Equal(world.OwnerFee, await world.BalanceAsync(world.Owner.Address));
    }

    [Fact]
    public async Task An_early_callback_that_failed_is_paid_again_when_it_settles()
    {
        await using var world = await OracleScene.CreateAsync(fixture);
        var reader = await world.DeployAsync("ToyReader");
        var id = await world.RequestAsync(reader, atOnce: true);
        await reader.SendAsync(world.Scene.Senders[0], "close", true);
        await world.PostAsync(id);
        Assert.False((await world.DeliverAsync(id)).Success);
        await reader.SendAsync(world.Scene.Senders[0], "close", false);
        await world.Scene.AdvanceAsync(world.Scene.Model.ChallengeWindow);
        var settled = await world.DeliverAsync(id);
        Assert.Equal((OracleDuty.Retry, true), (settled.Duty, settled.Success));
        Assert.True(settled.Paid > 0);
        Assert.Equal(OracleStage.Settled, (await world.Contract.GetEntryAsync(id, OracleScene.Cancel)).Stage);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_request_without_a_result_is_taken_back_by_anyone_for_its_account(bool struckOut)
    {
        await using var world = await OracleScene.CreateAsync(fixture);
        var reader = await world.DeployAsync("ToyReader");
        var fee = await world.Contract.EstimateFeeAsync(OracleScene.Number, OracleScene.Gas, true, OracleScene.Cancel);
        var id = await world.RequestAsync(reader, atOnce: true);
        BigInteger spent = 0;
        if (struckOut)
        {
            await world.PostAsync(id, world.Lie());
            spent = (await world.DeliverAsync(id)).Paid;
            Assert.Equal("WrongRequestStatus", await Scene.ErrorOf(() => world.Courier.ReclaimAsync(id, OracleScene.Cancel)));
            await world.StrikeOutAsync(world.Lie());
        }

        Assert.Equal("DeadlineAhead", await Scene.ErrorOf(() => world.Courier.ReclaimAsync(id, OracleScene.Cancel)));
        await world.Scene.AdvanceAsync(world.Scene.Model.RequestDeadline);
        var back = (await world.Courier.ReclaimAsync(id, OracleScene.Cancel)).Value;

        Assert.Equal(world.User.Address, back.Account);
        Assert.Equal(fee - spent, await world.BalanceAsync(world.User.Address));
        Assert.Equal("WrongStage", await Scene.ErrorOf(() => world.Courier.ReclaimAsync(id, OracleScene.Cancel)));
        Assert.Equal("WrongStage", await Scene.ErrorOf(() => world.Courier.ReclaimAsync(99, OracleScene.Cancel)));
        Assert.Equal("NothingToDeliver", await world.DeliveryErrorAsync(id));
        Assert.Equal(0, await world.BalanceAsync(world.Owner.Address));
    }

    [Fact]
    public async Task A_request_of_the_Opml_contracts_own_is_nothing_to_the_oracle()
    {
        await using var world = await OracleScene.CreateAsync(fixture);
        await world.Scene.RequestAsync();
        await world.FinishAsync(world.Scene.RequestId);
        Assert.Equal("NothingToDeliver", await world.DeliveryErrorAsync(world.Scene.RequestId));
        Assert.Equal("WrongStage", await Scene.ErrorOf(() => world.Courier.ReclaimAsync(world.Scene.RequestId, OracleScene.Cancel)));
        Assert.True(await world.Contract.IsFinalizedAsync(world.Scene.RequestId, OracleScene.Cancel));
    }

    [Fact]
    public async Task What_there_is_to_deliver_is_found_from_the_chain_alone()
    {
        await using var world = await OracleScene.CreateAsync(fixture);
        var reader = await world.DeployAsync("ToyReader");
        var finder = new OracleDelivery(world.Contract, 0);
        Assert.Empty(await finder.FindAsync(cancellationToken: OracleScene.Cancel));
        var plain = await world.RequestAsync(reader);
        var atOnce = await world.RequestAsync(reader, atOnce: true);
        var waiting = await world.RequestAsync(reader);
        await world.PostAsync(plain);
        await world.PostAsync(atOnce);
        Assert.Equal([(atOnce, OracleDuty.Early)], await FoundAsync(finder));
        await world.DeliverAsync(atOnce);
        Assert.Empty(await FoundAsync(finder));
        await world.Scene.AdvanceAsync(world.Scene.Model.ChallengeWindow);

        (ulong, OracleDuty)[] due = [(plain, OracleDuty.Final), (atOnce, OracleDuty.Settlement)];
        Assert.Equal(due, await FoundAsync(finder));
        Assert.Equal(due, await FoundAsync(new OracleDelivery(world.Contract, 0)));
        Assert.Empty(await finder.FindAsync(BigInteger.Pow(10, 30), OracleScene.Cancel));
        await world.DeliverAsync(plain);
        await world.DeliverAsync(atOnce);
        Assert.Empty(await FoundAsync(finder));
        Assert.Equal([waiting], finder.Open);

        static async Task<IEnumerable<(ulong, OracleDuty)>> FoundAsync(OracleDelivery finder) =>
            (await finder.FindAsync(cancellationToken: OracleScene.Cancel)).Select(item => (item.RequestId, item.Duty));
    }
}
