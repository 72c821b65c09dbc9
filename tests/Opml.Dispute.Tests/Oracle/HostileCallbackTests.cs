using System.Numerics;
using Opml.Dispute.Contracts.Oracle;
using Opml.Dispute.Tests.Contracts;
using Opml.Dispute.Tests.Devnet;
using Opml.Ethereum;
using Opml.Ethereum.Abi;

namespace Opml.Dispute.Tests.Oracle;

/// <summary>A callback can do no more than fail.</summary>
public sealed class HostileCallbackTests(DevnetFixture fixture) : IClassFixture<DevnetFixture>
{
    // Trick, whether the callback goes well, tries that it counts, tries of them that succeed.
    [Theory]
    [InlineData("Revert", 0, false, 0, 0)]
    [InlineData("BurnGas", 1, false, 0, 0)]
    [InlineData("ReturnMuch", 2, true, 0, 0)]
    [InlineData("RevertWithMuch", 3, false, 0, 0)]
    [InlineData("DeliverAgain", 4, true, 1, 0)]
    [InlineData("Reclaim", 7, true, 1, 0)]
    public async Task A_callback_harms_nobody(string trick, int number, bool success, int attempts, int successes)
    {
        _ = trick;
        await using var world = await OracleScene.CreateAsync(fixture);
        var pest = await world.DeployAsync("ToyPest", number);
        var id = await world.AskAsync(pest, false);
        await world.FinishAsync(id);
        var sent = await world.Courier.DeliverAsync(id, OracleScene.Cancel);

        Assert.Equal((success, OracleDuty.Final), (sent.Value.Success, sent.Value.Duty));
        Assert.Equal((attempts, successes), (await pest.CallAsync<int>("attempts"), await pest.CallAsync<int>("successes")));
        Assert.InRange(sent.Value.Paid, sent.Receipt.EffectiveGasPrice * sent.Receipt.GasUsed, sent.Receipt.EffectiveGasPrice * 2 * sent.Receipt.GasUsed);
        Assert.InRange(sent.Receipt.GasUsed, 0UL, OracleScene.Gas + 180_000);
        Assert.Equal(world.OwnerFee, await world.BalanceAsync(world.Owner.Address));
        Assert.Equal(success ? "NothingToDeliver" : null, await world.DeliveryErrorAsync(id));
        await world.Scene.Stranger.FinaliseAsync(id, OracleScene.Cancel);
    }

    [Fact]
    public async Task A_callback_that_withdraws_inside_a_withdrawal_has_its_ether_once()
    {
        await using var world = await OracleScene.CreateAsync(fixture);
        var pest = await world.DeployAsync("ToyPest", 5);
        var fee = await world.Contract.EstimateFeeAsync(OracleScene.Number, OracleScene.Gas, cancellationToken: OracleScene.Cancel);
        await pest.SendAsync(world.Scene.Senders[0], "ask", [OracleScene.Number, Scene.Input, OracleScene.Gas, false], fee + 1000, cancellationToken: OracleScene.Cancel);
        await world.RequestAsync(null);
        await world.FinishAsync(1);
        Assert.True((await world.DeliverAsync(1)).Success);
        Assert.Equal(1000, await world.Contract.Client.GetBalanceAsync(pest.Address, cancellationToken: OracleScene.Cancel));
        await pest.SendAsync(world.Scene.Senders[0], "steal");
        Assert.Equal(0, await pest.CallAsync<int>("successes"));
        Assert.Equal(0, await world.BalanceAsync(pest.Address));
    }

    [Fact]
    public async Task A_callback_can_ask_again()
    {
        await using var world = await OracleScene.CreateAsync(fixture);
        var pest = await world.DeployAsync("ToyPest", 6);
        var fee = await world.Contract.EstimateFeeAsync(OracleScene.Number, 900_000, cancellationToken: OracleScene.Cancel);
        await pest.SendAsync(world.Scene.Senders[0], "ask", [OracleScene.Number, Scene.Input, 900_000, false], fee, cancellationToken: OracleScene.Cancel);
        await world.Scene.Senders[0].SendAsync(new() { To = pest.Address, Value = BigInteger.Pow(10, 17) }, OracleScene.Cancel);
        await world.FinishAsync(1);
        Assert.True((await world.DeliverAsync(1)).Success);
        var entry = await world.Contract.GetEntryAsync(2, OracleScene.Cancel);
        Assert.Equal((OracleStage.Waiting, pest.Address), (entry.Stage, entry.Account));
    }

    [Fact]
    public async Task A_contract_that_takes_no_ether_loses_nothing_to_anyone()
    {
        await using var world = await OracleScene.CreateAsync(fixture);
        var reader = await world.DeployAsync("ToyReader");
        var id = await world.AskAsync(reader, Array.Empty<byte>());
        await world.FinishAsync(id);
        await world.DeliverAsync(id);
        var left = await world.BalanceAsync(reader.Address);
        Assert.True(left > 0);
        Assert.Equal("TransferFailed", await Scene.ErrorOf(() => world.Courier.WithdrawForAsync(reader.Address, OracleScene.Cancel)));
        Assert.Equal(left, await world.BalanceAsync(reader.Address));
    }

    [Fact]
    public async Task What_a_contract_has_left_is_sent_to_it_by_anyone()
    {
        await using var world = await OracleScene.CreateAsync(fixture);
        var pest = await world.DeployAsync("ToyPest", 2);
        var id = await world.AskAsync(pest, false);
        await world.FinishAsync(id);
        await world.DeliverAsync(id);
        var left = await world.BalanceAsync(pest.Address);
        await world.Courier.WithdrawForAsync(pest.Address, OracleScene.Cancel);
        Assert.Equal(left, await world.Contract.Client.GetBalanceAsync(pest.Address, cancellationToken: OracleScene.Cancel));
    }

    [Fact]
    public async Task A_callback_has_its_gas_or_the_delivery_reverts()
    {
        await using var world = await OracleScene.CreateAsync(fixture);
        var reader = await world.DeployAsync("ToyReader");
        var id = await world.RequestAsync(reader);
        await world.FinishAsync(id);
        var data = Opml.Dispute.Contracts.ContractArtifacts.Oracle.Abi.Function("deliver").EncodeCall([id]);
        var refused = new List<ulong>();
        var taken = new List<ulong>();
        for (ulong gas = 200_000; gas <= 600_000; gas += 10_000)
        {
            try
            {
                var made = await world.Contract.Client.CallAsync(
                    new CallRequest { From = world.Courier.Address, To = world.Contract.Address, Data = data, Gas = gas }, BlockTag.Latest, OracleScene.Cancel);
                Assert.Equal(1, made[31]);
                taken.Add(gas);
            }
            catch (EthereumException)
            {
                refused.Add(gas);
            }
        }

        // No gas limit makes a transaction that succeeds with a callback that fails.
        Assert.True(refused.Max() < taken.Min());
        await world.DeliverAsync(id);
        Assert.InRange(await reader.CallAsync<ulong>("gasGiven"), OracleScene.Gas - 4_000, OracleScene.Gas);
    }

    [Fact]
    public async Task A_contract_that_is_not_there_yet_can_be_called_later()
    {
        await using var world = await OracleScene.CreateAsync(fixture);
        var callback = new OracleCallback(new Address(Enumerable.Repeat((byte)9, 20).ToArray()), OracleScene.Gas, default);
        var fee = await world.Contract.EstimateFeeAsync(OracleScene.Number, OracleScene.Gas, cancellationToken: OracleScene.Cancel);
        var id = (await world.User.RequestAsync(OracleScene.Number, Scene.Input, callback, false, fee, OracleScene.Cancel)).Value;
        await world.FinishAsync(id);
        Assert.False((await world.DeliverAsync(id)).Success);
        Assert.Equal(OracleDuty.Retry, await world.DutyAsync(id));
    }

    [Fact]
    public async Task The_Opml_contract_as_a_callback_is_refused_by_itself()
    {
        await using var world = await OracleScene.CreateAsync(fixture);
        foreach (var target in new[] { world.Scene.Contract.Address, world.Contract.Address })
        {
            var fee = await world.Contract.EstimateFeeAsync(OracleScene.Number, OracleScene.Gas, cancellationToken: OracleScene.Cancel);
            var id = (await world.User.RequestAsync(OracleScene.Number, Scene.Input, new(target, OracleScene.Gas, default), false, fee, OracleScene.Cancel)).Value;
            await world.FinishAsync(id);
            Assert.False((await world.DeliverAsync(id)).Success);
        }
    }
}
