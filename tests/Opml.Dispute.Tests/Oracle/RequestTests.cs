using System.Numerics;
using Opml.Dispute.Contracts;
using Opml.Dispute.Contracts.Oracle;
using Opml.Dispute.Contracts.Oracle.Events;
using Opml.Dispute.Tests.Contracts;
using Opml.Dispute.Tests.Devnet;
using Opml.Ethereum;
using Opml.Ethereum.Abi;

namespace Opml.Dispute.Tests.Oracle;

/// <summary>What the oracle takes, what it costs, and what it tells of it.</summary>
public sealed class RequestTests(DevnetFixture fixture) : IClassFixture<DevnetFixture>
{
    [Theory]
    [InlineData("aiOracleCallback", "0xb0347814")]
    [InlineData("aiOracleCallbackError", "0x8e6fd006")]
    public void Callbacks_have_OAOs_selectors(string function, string selector) =>
        Assert.Equal(selector, OracleScene.Artifact("ToyReader").Abi.Function(function).Selector.ToString());

    [Fact]
    public void The_interface_is_OAOs()
    {
        var abi = ContractArtifacts.Oracle.Abi;
        Assert.Equal("requestCallback(uint256,bytes,address,uint64,bytes)", abi.Function("requestCallback").Signature);
        Assert.Equal(StateMutability.Payable, abi.Function("requestCallback").Mutability);
        Assert.Equal("estimateFee(uint256,uint256)", abi.Function("estimateFee").Signature);
        Assert.Equal("isFinalized(uint256)", abi.Function("isFinalized").Signature);
        Assert.Equal("AICallbackRequest(address,uint256,uint256,bytes,address,uint64,bytes)", abi.Event("AICallbackRequest").Signature);
        Assert.Equal("AICallbackResult(address,uint256,address,bytes)", abi.Event("AICallbackResult").Signature);
        Assert.Equal([true, true, false, false, false, false, false], abi.Event("AICallbackRequest").Inputs.Select(p => p.Indexed));
        Assert.Equal([true, true, false, false], abi.Event("AICallbackResult").Inputs.Select(p => p.Indexed));
    }

    [Fact]
    public void Every_event_of_the_oracle_has_its_record() =>
        Assert.Equal(ContractArtifacts.Oracle.Abi.Events.Select(item => item.Name).Order(), OracleEventReader.Names.Order());

    [Fact]
    public async Task A_request_is_the_Opml_contracts_and_tells_what_was_asked()
    {
        await using var world = await OracleScene.CreateAsync(fixture);
        var reader = await world.DeployAsync("ToyReader");
        var fee = await world.Contract.EstimateFeeAsync(OracleScene.Number, OracleScene.Gas, cancellationToken: OracleScene.Cancel);
        var sent = await world.User.RequestAsync(OracleScene.Number, Scene.Input, new(reader.Address, OracleScene.Gas, new byte[] { 5 }), false, fee, OracleScene.Cancel);

        var told = Assert.Single(world.Contract.ReadEvents(sent.Receipt).OfType<AICallbackRequest>());
        Assert.Equal(
            (world.User.Address, sent.Value, (BigInteger)OracleScene.Number, reader.Address, OracleScene.Gas),
            (told.Account, told.RequestId, told.ModelId, told.CallbackContract, told.GasLimit));
        Assert.Equal(Scene.Input, told.Input);
        Assert.Equal([5], told.CallbackData);
        var info = await world.Scene.Contract.GetRequestAsync(sent.Value, OracleScene.Cancel);
        Assert.Equal(
            (RequestStatus.Open, world.Scene.Model.Id(), world.Contract.Address, world.Scene.Truth.StateAt(0)),
            (info.Status, info.ModelId, info.Requester, info.StartState));
        var entry = await world.Contract.GetEntryAsync(sent.Value, OracleScene.Cancel);
        Assert.Equal(
            (world.User.Address, OracleScene.Gas, OracleStage.Waiting, false, reader.Address, OracleScene.Number, world.OwnerFee),
            (entry.Account, entry.GasLimit, entry.Stage, entry.AtOnce, entry.CallbackContract, entry.Number, entry.OwnerFee));
        Assert.Equal([5], await world.Contract.GetCallbackDataAsync(sent.Value, OracleScene.Cancel));
        Assert.Equal(fee, entry.Held + world.Scene.Model.Fee);
    }

    [Theory]
    [InlineData(0UL, false, 1)]
    [InlineData(300_000UL, false, 1)]
    [InlineData(10_000_000UL, false, 1)]
    [InlineData(300_000UL, true, 2)]
    public async Task A_fee_is_the_models_the_owners_and_deposits_at_the_ceiling(ulong gas, bool atOnce, int deposits)
    {
        await using var world = await OracleScene.CreateAsync(fixture);
        var model = world.Scene.Model;
        var deposit = (gas + 180_000 + (16 * (BigInteger)model.OutputLimit)) * model.FeeCeiling;
        Assert.Equal(model.Fee + world.OwnerFee + (deposits * deposit), await world.Contract.EstimateFeeAsync(OracleScene.Number, gas, atOnce, OracleScene.Cancel));
        Assert.Equal(model.Fee + (deposits * deposit), await world.Contract.EstimateFeeAsync(world.Key, gas, atOnce, OracleScene.Cancel));
    }

    [Theory]
    [InlineData(-1, "Underpaid")]
    [InlineData(0, null)]
    [InlineData(12345, null)]
    public async Task Less_than_the_fee_is_refused_and_more_is_kept_for_the_caller(int over, string? error)
    {
        await using var world = await OracleScene.CreateAsync(fixture);
        var fee = await world.Contract.EstimateFeeAsync(OracleScene.Number, 0, cancellationToken: OracleScene.Cancel);
        Assert.Equal(error, await Scene.ErrorOf(() => world.RequestAsync(null, payment: fee + over)));
        Assert.Equal(Math.Max(over, 0), await world.BalanceAsync(world.User.Address));
    }

    [Theory]
    [InlineData(false, 1UL, 0, "CallbackMismatch")]
    [InlineData(true, 0UL, 0, "CallbackMismatch")]
    [InlineData(true, 10_000_001UL, 0, "GasLimitTooHigh")]
    [InlineData(true, 10_000_000UL, 4096, null)]
    [InlineData(true, 1UL, 4097, "CallbackDataTooLong")]
    [InlineData(false, 0UL, 0, null)]
    [InlineData(false, 0UL, 4097, "CallbackDataTooLong")]
    public async Task A_callback_has_a_contract_and_gas_or_neither_and_both_are_capped(bool target, ulong gas, int data, string? error)
    {
        await using var world = await OracleScene.CreateAsync(fixture);
        var callback = new OracleCallback(target ? world.Scene.Machine : default, gas, Enumerable.Repeat((byte)1, data).ToArray());
        Assert.Equal(error, await Scene.ErrorOf(() => world.User.RequestAsync(OracleScene.Number, Scene.Input, callback, false, BigInteger.Pow(10, 18), OracleScene.Cancel)));
        if (error is null)
            Assert.Equal(callback.Data.ToArray(), await world.Contract.GetCallbackDataAsync(1, OracleScene.Cancel));
    }

    [Theory]
    [InlineData(0UL, "NoSuchNumber")]
    [InlineData(12UL, "NoSuchNumber")]
    [InlineData(ulong.MaxValue, "NoSuchNumber")]
    public async Task A_model_that_is_not_there_is_refused(ulong number, string error)
    {
        await using var world = await OracleScene.CreateAsync(fixture);
        Assert.Equal(error, await Scene.ErrorOf(() => world.RequestAsync(null, modelId: number, payment: 1)));
        Assert.Equal("NoSuchModel", await Scene.ErrorOf(() => world.RequestAsync(null, modelId: world.Key - 1, payment: 1)));
    }

    [Fact]
    public async Task Numbers_are_free_once_and_their_owners_to_change()
    {
        await using var world = await OracleScene.CreateAsync(fixture);
        var key = world.Scene.Model.Id();
        Task<string?> List(ulong number, Hash32 model) => Scene.ErrorOf(() => world.User.ListModelAsync(number, model, 1, OracleScene.Cancel));
        Task<string?> Change(OracleAccount by, ulong number, Address owner) => Scene.ErrorOf(() => by.ChangeListingAsync(number, owner, 5, OracleScene.Cancel));

        Assert.Equal("NumberOutOfRange", await List(0, key));
        Assert.Equal("NumberTaken", await List(11, key));
        Assert.Equal("NotRegistered", await List(12, default));
        Assert.Null(await List(ulong.MaxValue, key));
        Assert.Equal("NotOwner", await Change(world.User, 11, world.User.Address));
        Assert.Equal("NotOwner", await Change(world.Owner, 11, default));
        Assert.Equal("NoSuchNumber", await Change(world.Owner, 13, world.User.Address));
        Assert.Null(await Change(world.Owner, 11, world.User.Address));
        Assert.Equal("NotOwner", await Change(world.Owner, 11, world.Owner.Address));
        Assert.Equal(new OracleListing(key, world.User.Address, 5), await world.Contract.GetListingAsync(11, OracleScene.Cancel));
        Assert.Equal(new OracleListing(key, default, 0), await world.Contract.GetListingAsync(world.Key, OracleScene.Cancel));
    }

    [Fact]
    public async Task A_large_input_comes_in_pieces_from_the_account_alone()
    {
        await using var world = await OracleScene.CreateAsync(fixture);
        var reader = await world.DeployAsync("ToyReader");
        byte[] input = [.. Enumerable.Range(0, 40_000).Select(i => (byte)((i * 7) + 1))];
        var fee = await world.Contract.EstimateFeeAsync(OracleScene.Number, OracleScene.Gas, cancellationToken: OracleScene.Cancel);
        var id = (await world.User.BeginRequestAsync(OracleScene.Number, input.Length, new(reader.Address, OracleScene.Gas, default), false, fee, OracleScene.Cancel)).Value;
        var pieces = InputPiece.Split(input).ToArray();
        Assert.Equal("NotAccount", await Scene.ErrorOf(() => world.Courier.AddInputAsync(id, pieces[0], OracleScene.Cancel)));
        Assert.Equal("NotAccount", await Scene.ErrorOf(() => world.Courier.ReclaimAsync(id, OracleScene.Cancel)));
        Assert.Equal("NotRequester", await Scene.ErrorOf(() => world.Scene.Requester.AddInputAsync(id, pieces[0], OracleScene.Cancel)));
        foreach (var piece in pieces)
            await world.User.AddInputAsync(id, piece, OracleScene.Cancel);

        var start = world.Scene.Truth with { StartRoot = Scene.Golden().WriteRegion(0x31000000, input).Root };
        Assert.Equal((RequestStatus.Open, start.StateAt(0)), await StateAsync(world, id));
    }

    [Fact]
    public async Task Ether_comes_with_requests_only()
    {
        await using var world = await OracleScene.CreateAsync(fixture);
        Assert.Equal("NotWelcome", await Scene.ErrorOf(() => world.Scene.Senders[0].SendAsync(
            new() { To = world.Contract.Address, Value = 1, Abi = ContractArtifacts.Oracle.Abi }, OracleScene.Cancel)));
        Assert.Equal("NoOpml", await Scene.ErrorOf(() => OracleContract.DeployAsync(world.Scene.Senders[0], world.User.Address, OracleScene.Cancel)));
        Assert.Equal(world.Scene.Contract.Address, await world.Contract.GetOpmlAsync(OracleScene.Cancel));
    }

    private static async Task<(RequestStatus, Hash32)> StateAsync(OracleScene world, ulong id)
    {
        var info = await world.Scene.Contract.GetRequestAsync(id, OracleScene.Cancel);
        return (info.Status, info.StartState);
    }
}
