using Opml.Dispute.Contracts;
using Opml.Dispute.Game;
using Opml.Dispute.Tests.Devnet;
using Opml.Ethereum;

namespace Opml.Dispute.Tests.Contracts;

/// <summary>What moves cost, so that the bonds that stand for them do.</summary>
public sealed class GasTests(DevnetFixture fixture, ITestOutputHelper output) : IClassFixture<DevnetFixture>
{
    /// <summary>What the dearest step of the real machine adds to one of the toy machine: at most its whole calldata and execution.</summary>
    private const ulong DearestStep = 100_000;

    [Theory]
    [InlineData(2, 1UL)]
    [InlineData(4, 1UL << 31)]
    [InlineData(8, 1UL << 32)]
    [InlineData(16, 0x89abcdefUL)]
    [InlineData(32, 1UL << 32)]
    [InlineData(64, 0x12345678UL)]
    public async Task A_game_of_2_to_the_32_steps_stays_within_the_gas_that_its_bonds_cover(int arity, ulong fault)
    {
        await using var scene = await Scene.CreateAsync(fixture, 1UL << 32, arity);
        await scene.RequestAsync();
        var claim = scene.Truth with { RegisterFaultAt = fault };
        await scene.PostAsync(claim);
        var game = await scene.ChallengeAsync(claim);
        Assert.Equal(Turn.ChallengerWon, await game.PlayAsync(scene.Truth));

        var total = game.Gas.Aggregate(0UL, (sum, move) => sum + move.Gas);
        output.WriteLine($"k = {arity}: {game.State.Picks} rounds, {game.Gas.Count} transactions, {total} gas");
        foreach (var kind in game.Gas.GroupBy(move => move.Move))
            output.WriteLine($"  {kind.Key}: at most {kind.Max(move => move.Gas)}, at least {kind.Min(move => move.Gas)}");

        Assert.All(game.Gas.Where(move => move.Move is "post" or "pick"), move => Assert.InRange(move.Gas, 0UL, (ulong)Terms.GasFor(arity)));
        Assert.All(game.Gas.Where(move => move.Move is "pickAndProve"), move => Assert.InRange(move.Gas, 0UL, (ulong)Terms.EndGas));
        if (arity is 8 or 16)
            Assert.InRange(total + DearestStep, 0UL, 1_500_000UL);
    }

    [Fact]
    public async Task Every_entry_point_has_its_price()
    {
        await using var scene = await Scene.CreateAsync(fixture, 100, 16);
        var prices = new List<(string Call, TransactionReceipt Receipt)>();
        async Task<TransactionReceipt> Note(string call, Task<TransactionReceipt> receipt)
        {
            prices.Add((call, await receipt));
            return prices[^1].Receipt;
        }

        var (fee, id) = (scene.Model.Fee, scene.Model.Id());
        var proof = GoldenProof.Of(Scene.Golden().Nodes);
        await Note("registerModel", Receipt(scene.Stranger.RegisterModelAsync(scene.Model with { Fee = 1 }, proof, Scene.Cancel)));
        await Note("request, 24 bytes", Receipt(scene.Requester.RequestAsync(id, Scene.Input, fee, Scene.Cancel)));
        await Note("request, 3136 bytes", Receipt(scene.Requester.RequestAsync(id, new byte[3136].Select((_, i) => (byte)(i | 1)).ToArray(), fee, Scene.Cancel)));
        await Note("beginRequest", Receipt(scene.Requester.BeginRequestAsync(id, 40_000, fee, Scene.Cancel)));
        foreach (var piece in InputPiece.Split(new byte[40_000].Select((_, i) => (byte)(i | 1)).ToArray()))
            await Note($"addInput, {piece.Bytes.Length} bytes", scene.Requester.AddInputAsync(3, piece, Scene.Cancel));

        await scene.RequestAsync();
        var claim = scene.Truth with { RegisterFaultAt = 100 };
        await Note("postResult, 4 bytes", scene.PostAsync(claim));
        var timed = await scene.ChallengeAsync(claim);
        var open = await scene.ChallengeAsync(claim, scene.Challengers[1]);
        var won = await scene.ChallengeAsync(claim, scene.Challengers[2]);
        await scene.AdvanceAsync(scene.Model.Clock);
        Assert.Equal("ClockSpent", await Scene.ErrorOf(won.PostAsync));
        await Note("callTime, strikes out with two void games", scene.Stranger.CallTimeAsync(timed.Id, Scene.Cancel));
        await Note("claimVoid", scene.Stranger.ClaimVoidAsync(open.Id, Scene.Cancel));
        await Note("withdraw", scene.Challenger.WithdrawAsync(scene.Challenger.Address, Scene.Cancel));
        await Note("postResult again", scene.PostAsync());
        var lost = await scene.ChallengeAsync(scene.Truth);
        await lost.PlayAsync(scene.Truth);
        await scene.AdvanceAsync(scene.Model.ChallengeWindow);
        await Note("finalise", scene.Stranger.FinaliseAsync(scene.RequestId, Scene.Cancel));

        foreach (var (call, receipt) in prices)
            output.WriteLine($"{call}: {receipt.GasUsed}");
        foreach (var (call, gas) in lost.Gas)
            output.WriteLine($"{call} (false challenge): {gas}");

        Assert.All(prices, price => Assert.InRange(price.Receipt.GasUsed, 21_000UL, 2_000_000UL));
    }

    private static async Task<TransactionReceipt> Receipt<T>(Task<Sent<T>> sent) => (await sent).Receipt;
}
