using System.Numerics;
using Opml.Dispute.Devnet;
using Opml.Ethereum.Accounts;
using Opml.Ethereum.Rpc;
using Opml.Ethereum.Transactions;

namespace Opml.Ethereum.Tests.Accounts;

/// <summary>Transactions that get stuck or lost, on a local node that makes blocks only when it is told to.</summary>
public sealed class TransactionTenderTests : IAsyncLifetime
{
    private static readonly ReplacementPolicy s_atOnce = new() { After = TimeSpan.Zero, LookEvery = TimeSpan.FromMilliseconds(10) };
    private static readonly ReplacementPolicy s_never = new() { After = TimeSpan.FromHours(1), AfterBlocks = 1000 };

    private AnvilDevnet _devnet = null!;
    private HttpEthereumClient _client = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _devnet = await AnvilDevnet.StartAsync(cancellationToken: Cancel);
        _client = _devnet.CreateClient();
        await DoAsync("evm_setAutomine", false);
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        await _devnet.DisposeAsync();
    }

    [Fact]
    public async Task What_is_on_its_way_is_left_alone_until_it_is_mined()
    {
        using var sender = await SenderAsync(s_never);
        var trail = TransactionTrail.Of((await sender.SubmitAsync(Request(), Cancel)).Signed);
        var waits = await sender.TendAsync(trail, cancellationToken: Cancel);
        Assert.Equal((TransactionStage.Waiting, 1), (waits.Stage, waits.Trail.Versions.Length));
        await MineAsync();
        var mined = await sender.TendAsync(waits.Trail, cancellationToken: Cancel);
        Assert.Equal((TransactionStage.Mined, trail.Current.Hash), (mined.Stage, mined.Receipt!.TransactionHash));
    }

    [Fact]
    public async Task What_nodes_dropped_is_handed_in_again()
    {
        using var sender = await SenderAsync(s_never);
        var trail = TransactionTrail.Of((await sender.SubmitAsync(Request(), Cancel)).Signed);
        await DoAsync("anvil_dropTransaction", trail.Current.Hash.ToString());
        Assert.Equal(TransactionStage.HandedInAgain, (await sender.TendAsync(trail, cancellationToken: Cancel)).Stage);
        await MineAsync();
        Assert.Equal(TransactionStage.Mined, (await sender.TendAsync(trail, cancellationToken: Cancel)).Stage);
    }

    [Fact]
    public async Task What_a_reorganisation_took_back_is_handed_in_again_and_mined_once()
    {
        using var sender = await SenderAsync(s_never);
        var snapshot = await DoAsync("evm_snapshot");
        var trail = TransactionTrail.Of((await sender.SubmitAsync(Request(), Cancel)).Signed);
        await MineAsync();
        Assert.Equal(TransactionStage.Mined, (await sender.TendAsync(trail, cancellationToken: Cancel)).Stage);
        await DoAsync("evm_revert", snapshot);
        Assert.Equal(TransactionStage.HandedInAgain, (await sender.TendAsync(trail, cancellationToken: Cancel)).Stage);
        await MineAsync();
        Assert.Equal(TransactionStage.Mined, (await sender.TendAsync(trail, cancellationToken: Cancel)).Stage);
        Assert.Equal(1ul, await _client.GetNonceAsync(sender.Address, cancellationToken: Cancel));
    }

    [Fact]
    public async Task What_the_base_fee_has_outgrown_is_replaced_at_once_and_either_is_recognised()
    {
        using var sender = await SenderAsync(s_never, headroom: 1);
        var told = new List<SignedTransaction>();
        var trail = TransactionTrail.Of((await sender.SubmitAsync(Request(), Cancel)).Signed);
        await SetBaseFeeAsync(100_000_000_000);
        await MineAsync();
        var replaced = await sender.TendAsync(trail, Note(told), Cancel);
        Assert.Equal(TransactionStage.Replaced, replaced.Stage);
        Assert.Equal([trail.Current.Hash, Assert.Single(told).Hash], replaced.Trail.Versions.Select(version => version.Hash));
        await MineAsync();
        Assert.Equal(told[0].Hash, (await sender.TendAsync(replaced.Trail, cancellationToken: Cancel)).Receipt!.TransactionHash);
        Assert.Null(await _client.GetReceiptAsync(trail.Current.Hash, Cancel));
    }

    [Fact]
    public async Task What_waits_too_long_is_raised_by_what_nodes_ask_for_and_no_further_than_helps()
    {
        using var sender = await SenderAsync(s_atOnce);
        var sight = new TransactionSight(TransactionTrail.Of((await sender.SubmitAsync(Request(), Cancel)).Signed), TransactionStage.Waiting, null, "");
        var looks = 0;
        do
        {
            var before = (Eip1559Transaction)sight.Trail.Current.Transaction;
            sight = await sender.TendAsync(sight.Trail, cancellationToken: Cancel);
            var after = (Eip1559Transaction)sight.Trail.Current.Transaction;
            if (sight.Stage == TransactionStage.Replaced)
                Assert.True(after.MaxFeePerGas * 8 >= before.MaxFeePerGas * 9 && after.MaxPriorityFeePerGas * 8 >= before.MaxPriorityFeePerGas * 9);
        }
        while (sight.Stage == TransactionStage.Replaced && ++looks < 50);

        Assert.Equal((TransactionStage.Waiting, true), (sight.Stage, looks is > 5 and < 15));
        Assert.Contains("its price should do", sight.Words, StringComparison.Ordinal);
        await MineAsync();
        Assert.Equal(sight.Trail.Current.Hash, (await sender.TendAsync(sight.Trail, cancellationToken: Cancel)).Receipt!.TransactionHash);
    }

    [Fact]
    public async Task Blocks_that_pass_a_transaction_by_count_as_well_as_time()
    {
        using var sender = await SenderAsync(s_never with { AfterBlocks = 2 });
        var trail = TransactionTrail.Of((await sender.SubmitAsync(Request(), Cancel)).Signed) with { SinceBlock = 0 };
        await DoAsync("anvil_dropTransaction", trail.Current.Hash.ToString());
        await MineAsync();
        Assert.Equal(TransactionStage.HandedInAgain, (await sender.TendAsync(trail, cancellationToken: Cancel)).Stage);
        await DoAsync("anvil_dropTransaction", trail.Current.Hash.ToString());
        await MineAsync();
        Assert.Equal(TransactionStage.Replaced, (await sender.TendAsync(trail, cancellationToken: Cancel)).Stage);
    }

    [Fact]
    public async Task A_ceiling_is_never_passed_and_reaching_it_says_what_to_do()
    {
        using var sender = await SenderAsync(s_never, headroom: 1, ceiling: 5_000_000_000);
        var trail = TransactionTrail.Of((await sender.SubmitAsync(Request(), Cancel)).Signed);
        await SetBaseFeeAsync(100_000_000_000);
        await MineAsync();
        var sight = await sender.TendAsync(trail, (_, _) => throw new InvalidOperationException("Nothing may be signed."), Cancel);
        Assert.Equal((TransactionStage.AtCeiling, trail.Current.Hash), (sight.Stage, sight.Trail.Current.Hash));
        foreach (var words in new[] { "ceiling of 5000000000", "raise the ceiling, or wait" })
            Assert.Contains(words, sight.Words, StringComparison.Ordinal);

        // Cheap again; the node may have dropped what it could not use.
        await SetBaseFeeAsync(1_000_000_000);
        await MineAsync();
        Assert.NotEqual(TransactionStage.AtCeiling, (await sender.TendAsync(trail, cancellationToken: Cancel)).Stage);
        await SetBaseFeeAsync(1_000_000_000);
        await MineAsync();
        Assert.Equal(TransactionStage.Mined, (await sender.TendAsync(trail, cancellationToken: Cancel)).Stage);
    }

    [Fact]
    public async Task A_nonce_that_another_transaction_has_is_told()
    {
        using var ours = await SenderAsync(s_never);
        using var theirs = await SenderAsync(s_never);
        var trail = TransactionTrail.Of((await ours.SubmitAsync(Request(), Cancel)).Signed);
        await DoAsync("anvil_dropTransaction", trail.Current.Hash.ToString());
        await theirs.SubmitAsync(Request(value: 2), Cancel);
        await MineAsync();
        Assert.Equal(TransactionStage.Superseded, (await ours.TendAsync(trail, cancellationToken: Cancel)).Stage);
        using var waiting = await SenderAsync(s_atOnce);
        var error = await Assert.ThrowsAsync<TransactionSupersededException>(() => waiting.WaitAsync(new PendingTransaction(trail.Current, Request()), Cancel));
        Assert.Equal((trail.Current.Hash, 0ul), (error.TransactionHash, error.Nonce));
    }

    [Fact]
    public async Task Lost_nonces_are_filled_so_that_those_behind_them_are_mined()
    {
        using var sender = await SenderAsync(s_atOnce);
        var lost = await sender.SubmitAsync(Request(), Cancel);
        await DoAsync("anvil_dropTransaction", lost.Hash.ToString());
        var second = await sender.SubmitAsync(Request(value: 2), Cancel);
        var third = await sender.SubmitAsync(Request(value: 3), Cancel);
        Assert.Equal([1ul, 2ul], new[] { second, third }.Select(pending => pending.Signed.Transaction.Nonce));

        var sight = await sender.TendAsync(TransactionTrail.Of(third.Signed), cancellationToken: Cancel);
        Assert.Equal(TransactionStage.GapFilled, sight.Stage);
        await MineAsync();
        foreach (var pending in new[] { second, third })
            Assert.Equal(TransactionStage.Mined, (await sender.TendAsync(TransactionTrail.Of(pending.Signed), cancellationToken: Cancel)).Stage);
        Assert.Equal(TransactionStage.Superseded, (await sender.TendAsync(TransactionTrail.Of(lost.Signed), cancellationToken: Cancel)).Stage);
    }

    [Fact]
    public async Task Whoever_waits_gets_the_receipt_of_whichever_version_is_mined()
    {
        using var sender = await SenderAsync(s_atOnce, headroom: 1);
        var told = new List<SignedTransaction>();
        var sending = sender.SendAsync(Request() with { OnSigned = Note(told) }, Cancel);
        while (told.Count == 0 || !await _client.IsTransactionKnownAsync(told[0].Hash, Cancel))
            await Task.Delay(1, Cancel);
        await SetBaseFeeAsync(100_000_000_000);
        while (!sending.IsCompleted)
        {
            await MineAsync();
            await Task.Delay(20, Cancel);
        }

        var receipt = await sending;
        Assert.Contains(receipt.TransactionHash, told.Skip(1).Select(version => version.Hash));
        Assert.Equal(1ul, await _client.GetNonceAsync(sender.Address, cancellationToken: Cancel));
    }

    [Fact]
    public async Task A_timeout_says_what_the_transaction_waits_for()
    {
        using var sender = await SenderAsync(s_never with { LookEvery = TimeSpan.Zero }, timeout: TimeSpan.FromMilliseconds(300));
        var error = await Assert.ThrowsAsync<ReceiptTimeoutException>(() => sender.SendAsync(Request(), Cancel));
        Assert.Contains("it is not due for a higher price", error.Message, StringComparison.Ordinal);
    }

    private Task<TransactionSender> SenderAsync(ReplacementPolicy policy, int headroom = 2, BigInteger? ceiling = null, TimeSpan? timeout = null) => TransactionSender.CreateAsync(
        _client,
        _devnet.Accounts[0].CreateKey(),
        new TransactionSenderOptions { Replacement = policy, BaseFeeHeadroom = headroom, FeeCeiling = ceiling, ReceiptTimeout = timeout ?? TimeSpan.FromMinutes(1) },
        Cancel);

    private static Func<SignedTransaction, CancellationToken, Task> Note(List<SignedTransaction> told) => (signed, _) =>
    {
        told.Add(signed);
        return Task.CompletedTask;
    };

    private TransactionRequest Request(int value = 1) => new() { To = _devnet.Accounts[1].Address, Value = value, GasLimit = 21_000 };

    private Task<string> MineAsync() => DoAsync("evm_mine");

    private Task<string> SetBaseFeeAsync(long wei) => DoAsync("anvil_setNextBlockBaseFeePerGas", Hex.FormatQuantity(wei));

    private async Task<string> DoAsync(string method, params object?[] parameters) => (await _client.Rpc.InvokeAsync(method, parameters, Cancel)).ToString();
}
