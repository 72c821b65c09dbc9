using System.Numerics;
using Opml.Dispute.Devnet;
using Opml.Ethereum;
using Opml.Ethereum.Abi;
using Opml.Ethereum.Accounts;
using Opml.Ethereum.Transactions;

namespace Opml.Dispute.Tests.Devnet;

/// <summary>The Ethereum client against a real node.</summary>
public sealed class ClientTests(DevnetFixture fixture) : IClassFixture<DevnetFixture>
{
    private static readonly BigInteger s_ether = BigInteger.Pow(10, 18);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ether_moves_by_either_kind_of_transaction(bool legacy)
    {
        using var sender = await fixture.SenderAsync(new TransactionSenderOptions { Legacy = legacy, ExpectedChainId = 31337 });
        var to = fixture.NextAccount().Address;
        var before = await fixture.Client.GetBalanceAsync(sender.Address, cancellationToken: Cancel);

        var pending = await sender.SubmitAsync(new TransactionRequest { To = to, Value = s_ether }, Cancel);
        var receipt = await sender.WaitAsync(pending, Cancel);

        Assert.Equal(legacy, pending.Signed.Transaction is LegacyTransaction);
        Assert.Equal((pending.Hash, sender.Address, to, true, 21_000ul), (receipt.TransactionHash, receipt.From, receipt.To, receipt.Succeeded, receipt.GasUsed));
        Assert.Equal(10_001 * s_ether, await fixture.Client.GetBalanceAsync(to, cancellationToken: Cancel));
        Assert.Equal(before - s_ether - receipt.Fee, await fixture.Client.GetBalanceAsync(sender.Address, cancellationToken: Cancel));
    }

    [Fact]
    public async Task A_contract_is_deployed_where_its_creators_nonce_says()
    {
        using var sender = await fixture.SenderAsync();
        var box = await fixture.BoxAsync(sender);

        Assert.Equal(Transaction.ContractAddress(sender.Address, 0), box.Address);
        Assert.Equal(Box.Artifact.DeployedBytecode, await fixture.Client.GetCodeAsync(box.Address, cancellationToken: Cancel));
    }

    [Fact]
    public async Task What_a_transaction_stores_a_call_reads_and_an_event_tells()
    {
        using var sender = await fixture.SenderAsync();
        var box = await fixture.BoxAsync(sender);

        var first = await box.SendAsync(sender, "set", 7);
        var second = await box.SendAsync(sender, "set", 8);

        Assert.Equal(8, await box.CallAsync<int>("get"));
        Assert.Equal(7, await box.CallAsync<int>("get", [], new() { Block = first.BlockNumber }, Cancel));
        Assert.Equal(new Stored(sender.Address, 8), Assert.Single(box.ReadEvents(second)).Values.To<Stored>());

        var all = await box.GetEventsAsync("Stored", 0, BlockTag.Latest, [sender.Address], Cancel);
        Assert.Equal([7ul, 8ul], all.Select(e => e.Values.Get<ulong>("value")));
        Assert.Empty(await box.GetEventsAsync("Stored", 0, BlockTag.Latest, [Address.Zero], Cancel));
    }

    [Fact]
    public async Task A_revert_at_the_estimate_names_the_custom_error_and_sends_nothing()
    {
        using var sender = await fixture.SenderAsync();
        var box = await fixture.BoxAsync(sender);

        var error = await Assert.ThrowsAsync<RevertException>(() => box.SendAsync(sender, "set", 1000));

        Assert.Equal("set, tried before it was sent, reverted with TooLarge(value: 1000, limit: 999).", error.Message);
        Assert.Equal(1ul, await fixture.Client.GetNonceAsync(sender.Address, cancellationToken: Cancel));
    }

    [Fact]
    public async Task A_revert_on_chain_names_the_custom_error_and_has_the_receipt()
    {
        using var sender = await fixture.SenderAsync();
        var box = await fixture.BoxAsync(sender);

        var error = await Assert.ThrowsAsync<TransactionRevertedException>(() => box.SendAsync(sender, "set", [1000], gasLimit: 100_000, cancellationToken: Cancel));

        Assert.Equal("TooLarge", error.Revert.ErrorName);
        Assert.Equal([1000, 999], error.Revert.Arguments!.Select(a => (int)(BigInteger)a));
        Assert.False(error.Receipt.Succeeded);
        Assert.Equal(2ul, await fixture.Client.GetNonceAsync(sender.Address, cancellationToken: Cancel));
    }

    [Fact]
    public async Task A_revert_in_a_call_names_the_custom_error()
    {
        using var sender = await fixture.SenderAsync();
        var box = await fixture.BoxAsync(sender);

        var error = await Assert.ThrowsAsync<RevertException>(() => box.CallAsync("set", 5000));
        Assert.Equal("set reverted with TooLarge(value: 5000, limit: 999).", error.Message);
    }

    [Fact]
    public async Task Gas_that_ran_out_is_told_from_a_revert()
    {
        using var sender = await fixture.SenderAsync();
        var box = await fixture.BoxAsync(sender);

        var error = await Assert.ThrowsAsync<TransactionRevertedException>(() => box.SendAsync(sender, "burn", [], gasLimit: 50_000, cancellationToken: Cancel));
        Assert.Contains("used all its gas, 50000", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_senders_on_one_account_leave_no_gap_between_nonces()
    {
        using var sender = await fixture.SenderAsync();
        var box = await fixture.BoxAsync(sender);

        var receipts = await Task.WhenAll(Enumerable.Range(1, 60).Select(i => Task.Run(() => box.SendAsync(sender, "set", i), Cancel)));

        Assert.All(receipts, receipt => Assert.True(receipt.Succeeded));
        Assert.Equal(61ul, await fixture.Client.GetNonceAsync(sender.Address, cancellationToken: Cancel));
        var stored = await box.GetEventsAsync(0, BlockTag.Latest, Cancel);
        Assert.Equal(Enumerable.Range(1, 60), stored.Select(e => e.Values.Get<int>("value")).Order());
    }

    [Fact]
    public async Task A_failed_send_does_not_use_up_its_nonce()
    {
        using var sender = await fixture.SenderAsync();
        var box = await fixture.BoxAsync(sender);
        var tooMuch = new TransactionRequest { To = box.Address, Value = 1_000_000 * s_ether, GasLimit = 21_000 };

        await Assert.ThrowsAnyAsync<EthereumException>(() => sender.SendAsync(tooMuch, Cancel));
        await Task.WhenAll(box.SendAsync(sender, "set", 1), box.SendAsync(sender, "set", 2));

        Assert.Equal(3ul, await fixture.Client.GetNonceAsync(sender.Address, cancellationToken: Cancel));
    }

    [Fact]
    public async Task A_nonce_that_somebody_else_used_is_asked_for_anew()
    {
        var account = fixture.NextAccount();
        using var key = account.CreateKey();
        using var ours = await TransactionSender.CreateAsync(fixture.Client, key, cancellationToken: Cancel);
        using var theirs = await TransactionSender.CreateAsync(fixture.Client, key, cancellationToken: Cancel);
        var request = new TransactionRequest { To = Address.Zero, Value = 1 };

        await ours.SendAsync(request, Cancel);
        await theirs.SendAsync(request, Cancel);
        await ours.SendAsync(request, Cancel);

        Assert.Equal(3ul, await fixture.Client.GetNonceAsync(account.Address, cancellationToken: Cancel));
    }

    [Fact]
    public async Task A_node_of_another_chain_is_refused()
    {
        using var key = fixture.NextAccount().CreateKey();
        var options = new TransactionSenderOptions { ExpectedChainId = 1 };

        var error = await Assert.ThrowsAsync<ChainIdMismatchException>(() => TransactionSender.CreateAsync(fixture.Client, key, options, Cancel));
        Assert.Equal((1ul, 31337ul), (error.Expected, error.Actual));
    }

    [Fact]
    public async Task A_fee_over_the_ceiling_is_not_paid()
    {
        using var sender = await fixture.SenderAsync(new TransactionSenderOptions { FeeCeiling = 1 });
        var error = await Assert.ThrowsAsync<EthereumException>(() => sender.SendAsync(new TransactionRequest { To = Address.Zero }, Cancel));
        Assert.Contains("over the ceiling of 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_node_recovers_the_same_sender_as_we_do()
    {
        using var sender = await fixture.SenderAsync();
        var pending = await sender.SubmitAsync(new TransactionRequest { To = Address.Zero, Data = [1, 2, 3] }, Cancel);
        var receipt = await sender.WaitAsync(pending, Cancel);

        var decoded = SignedTransaction.Decode(pending.Signed.Raw);
        Assert.Equal((sender.Address, pending.Hash, receipt.From), (decoded.Sender, decoded.Hash, decoded.Sender));
    }

    [Fact]
    public async Task A_block_has_the_transactions_that_were_mined_in_it()
    {
        using var sender = await fixture.SenderAsync();
        var receipt = await sender.SendAsync(new TransactionRequest { To = Address.Zero }, Cancel);
        var block = await fixture.Client.GetBlockAsync(receipt.BlockNumber, Cancel);

        Assert.NotNull(block);
        Assert.Equal((receipt.BlockHash, receipt.TransactionHash), (block.Hash, block.TransactionHashes[(int)receipt.TransactionIndex]));
        Assert.Null(await fixture.Client.GetBlockAsync(1_000_000, Cancel));
    }

    [Fact]
    public async Task A_receipt_that_does_not_come_is_waited_for_no_longer_than_said()
    {
        await using var slow = await AnvilDevnet.StartAsync(new DevnetOptions { BlockTime = TimeSpan.FromHours(1) }, Cancel);
        using var client = slow.CreateClient();
        using var key = slow.Accounts[0].CreateKey();
        using var sender = await TransactionSender.CreateAsync(client, key, new() { ReceiptTimeout = TimeSpan.FromMilliseconds(50) }, Cancel);

        var pending = await sender.SubmitAsync(new TransactionRequest { To = Address.Zero }, Cancel);
        var error = await Assert.ThrowsAsync<ReceiptTimeoutException>(() => sender.WaitAsync(pending, Cancel));
        Assert.Equal(pending.Hash, error.TransactionHash);

        await slow.MineAsync(1, Cancel);
        Assert.True((await sender.WaitAsync(pending, Cancel)).Succeeded);
    }

    private sealed record Stored(Address Account, ulong Value);
}
