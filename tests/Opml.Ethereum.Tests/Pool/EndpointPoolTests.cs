using Opml.Dispute.Devnet;
using Opml.Ethereum.Accounts;
using Opml.Ethereum.Pool;
using Opml.FaultProxy;

namespace Opml.Ethereum.Tests.Pool;

/// <summary>A pool whose endpoints do what bad nodes do still answers right, and says who did what.</summary>
public sealed class EndpointPoolTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory] // the first endpoint is bad at every question; two others are good
    [InlineData(FaultKind.Drop, EndpointState.Failing, "cannot be reached")]
    [InlineData(FaultKind.LoseAnswer, EndpointState.Failing, "cannot be reached")]
    [InlineData(FaultKind.ServerError, EndpointState.Failing, "HTTP status 50")]
    [InlineData(FaultKind.RateLimit, EndpointState.Failing, "")]
    [InlineData(FaultKind.Truncate, EndpointState.Failing, "no JSON-RPC")]
    [InlineData(FaultKind.RpcError, EndpointState.Failing, "database is locked")]
    [InlineData(FaultKind.OtherChain, EndpointState.Distrusted, "is of chain 57005, and chain 31337 is meant")]
    [InlineData(FaultKind.Stale, EndpointState.Lagging, "others are at")]
    [InlineData(FaultKind.HideLogs, EndpointState.Distrusted, "leave out one of block")]
    [InlineData(FaultKind.ForgeHash, EndpointState.Distrusted, "do not have the hash that it says")]
    [InlineData(FaultKind.ForgeSend, EndpointState.Distrusted, "and calls it")]
    [InlineData(FaultKind.LoseSend, EndpointState.Failing, "cannot be reached for eth_sendRawTransaction")]
    [InlineData(FaultKind.ForgeNonce, EndpointState.Healthy, "")]
    [InlineData(FaultKind.Delay, EndpointState.Healthy, "")]
    [InlineData(FaultKind.Duplicate, EndpointState.Healthy, "")]
    public async Task One_bad_endpoint_is_left_and_the_answers_are_right(FaultKind fault, EndpointState state, string reason)
    {
        // A moment's failures are over too soon to be seen: here they last.
        var options = PoolScene.Quick with { FirstPause = TimeSpan.FromSeconds(10), LongestPause = TimeSpan.FromSeconds(10) };
        await using var scene = await PoolScene.SetAsync(options, FaultPlan.None, FaultPlan.None, FaultPlan.None);
        await scene.Pool.CheckAsync(Cancel);
        scene.Nodes[0].Plan = FaultPlan.Always(fault) with { MaxStale = 20 };
        if (fault is FaultKind.OtherChain)
            await scene.Pool.CheckAsync(Cancel);

        await AnswersAreRightAsync(scene);
        await SendsOnceAsync(scene, scene.Pool);
        if (fault == FaultKind.Stale)
            await scene.Pool.CheckAsync(Cancel);

        // A transaction is on its way as soon as one endpoint has it: the bad one may be too late to name it.
        for (var sent = 0; fault is FaultKind.ForgeSend or FaultKind.LoseSend && scene.Pool.Endpoints[0].State != state && sent < 50; sent++)
            await SendsOnceAsync(scene, scene.Pool);
        var bad = scene.Pool.Endpoints[0];
        Assert.Equal(state, bad.State);
        if (state is EndpointState.Failing or EndpointState.Distrusted)
            Assert.Contains(reason, bad.LastError, StringComparison.Ordinal);
        if (state != EndpointState.Healthy)
            Assert.Contains(scene.Changes, change => change.Endpoint.Node == bad.Node && change.Endpoint.State == state && change.Reason.Contains(reason, StringComparison.Ordinal));
        Assert.All(scene.Pool.Endpoints[1..], good => Assert.Equal(EndpointState.Healthy, good.State));
        Assert.NotEmpty(scene.Nodes[0].Faults);
    }

    [Theory]
    [InlineData(FaultKind.OtherChain)]
    [InlineData(FaultKind.Drop)]
    [InlineData(FaultKind.Truncate)]
    public async Task An_endpoint_that_is_bad_from_the_start_is_never_believed(FaultKind fault)
    {
        await using var scene = await PoolScene.SetAsync(null, FaultPlan.Always(fault), FaultPlan.None, FaultPlan.None);
        await AnswersAreRightAsync(scene);
        Assert.NotEqual(EndpointState.Healthy, scene.Pool.Endpoints[0].State);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Three_endpoints_that_all_fail_now_and_then_are_as_good_as_one_that_does_not(int quorum)
    {
        var plan = FaultPlan.Of(
            (FaultKind.Drop, 0.04), (FaultKind.LoseAnswer, 0.04), (FaultKind.LoseSend, 0.1), (FaultKind.Delay, 0.04), (FaultKind.Duplicate, 0.04), (FaultKind.Reorder, 0.04),
            (FaultKind.ServerError, 0.04), (FaultKind.RateLimit, 0.04), (FaultKind.RpcError, 0.04), (FaultKind.Truncate, 0.04), (FaultKind.Stale, 0.1)) with
        { MaxDelay = TimeSpan.FromMilliseconds(10) };
        await using var scene = await PoolScene.SetAsync(PoolScene.Quick with { Quorum = quorum, CheckInterval = TimeSpan.FromMilliseconds(50) }, plan, plan, plan);
        using var sender = await TransactionSender.CreateAsync(scene.Pool, scene.Devnet.Accounts[1].CreateKey(), cancellationToken: Cancel);
        var to = scene.Devnet.Accounts[9].Address;
        var before = await scene.Direct.GetBalanceAsync(to, cancellationToken: Cancel);

        for (var i = 0; i < 8; i++)
        {
            var receipt = await sender.SendAsync(new TransactionRequest { To = to, Value = 1, GasLimit = 21_000 }, Cancel);
            Assert.True(receipt.Succeeded);
            await scene.Devnet.MineAsync(1, Cancel);
        }

        Assert.Equal(before + 8, await scene.Direct.GetBalanceAsync(to, cancellationToken: Cancel));
        Assert.Equal(8ul, await scene.Direct.GetNonceAsync(scene.Devnet.Accounts[1].Address, cancellationToken: Cancel));
        await AnswersAreRightAsync(scene);
        Assert.True(scene.Nodes.Sum(node => node.Faults.Length) > 20);
    }

    [Fact]
    public async Task An_endpoint_that_recovers_is_used_again()
    {
        await using var scene = await PoolScene.SetAsync(null, FaultPlan.None, FaultPlan.None);
        scene.Nodes[0].Plan = scene.Nodes[1].Plan = FaultPlan.Always(FaultKind.Drop);
        var asking = scene.Pool.GetBlockNumberAsync(Cancel);
        while (scene.Pool.Endpoints.Any(endpoint => endpoint.Failures < 2))
            await Task.Delay(1, Cancel);
        scene.Nodes[0].Plan = scene.Nodes[1].Plan = FaultPlan.None;
        Assert.Equal(await scene.Direct.GetBlockNumberAsync(Cancel), await asking);
        while (scene.Pool.Endpoints.Any(endpoint => endpoint.State != EndpointState.Healthy))
            await scene.Pool.CheckAsync(Cancel);
    }

    [Fact]
    public async Task When_all_are_bad_the_error_names_each_and_says_what_to_do()
    {
        var options = PoolScene.Quick with { Patience = TimeSpan.FromMilliseconds(100), ExpectedChainId = 31337 };
        await using var scene = await PoolScene.SetAsync(options, FaultPlan.Always(FaultKind.Drop), FaultPlan.Always(FaultKind.OtherChain), FaultPlan.Always(FaultKind.ServerError));
        var error = await Assert.ThrowsAsync<NoEndpointException>(() => scene.Pool.GetBlockNumberAsync(Cancel));
        Assert.All(scene.Nodes, node => Assert.Contains(node.Url.Authority, error.Message, StringComparison.Ordinal));
        foreach (var words in new[] { "eth_getBlockByNumber", "cannot be reached", "is of chain 57005", "HTTP status 50", "Check that these nodes run" })
            Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Equal(3, error.Endpoints.Count);
    }

    [Fact]
    public async Task Endpoints_of_two_chains_are_told_apart_by_the_majority_or_by_the_user()
    {
        await using (var majority = await PoolScene.SetAsync(null, FaultPlan.Always(FaultKind.OtherChain), FaultPlan.None, FaultPlan.None))
            Assert.Equal(31337ul, await majority.Pool.GetChainIdAsync(Cancel));
        await using var scene = await PoolScene.SetAsync(null, FaultPlan.Always(FaultKind.OtherChain), FaultPlan.None);
        var error = await Assert.ThrowsAsync<EthereumException>(() => scene.Pool.GetChainIdAsync(Cancel));
        Assert.Contains("of different chains", error.Message, StringComparison.Ordinal);
        using var told = new EndpointPool(scene.Nodes.Select(node => node.Url), PoolScene.Quick with { ExpectedChainId = 31337 });
        Assert.Equal(await scene.Direct.GetBlockNumberAsync(Cancel), await told.GetBlockNumberAsync(Cancel));
    }

    [Fact]
    public async Task A_quorum_outvotes_a_forged_answer_and_believes_nothing_where_there_is_none()
    {
        var identity = new CallRequest { To = Address.Parse("0x0000000000000000000000000000000000000004"), Data = [1, 2, 3, 4] };
        await using var scene = await PoolScene.SetAsync(PoolScene.Quick with { Quorum = 2, FirstPause = TimeSpan.FromSeconds(1) }, FaultPlan.Always(FaultKind.ForgeCall), FaultPlan.None, FaultPlan.None);
        Assert.Equal(identity.Data, await scene.Pool.CallAsync(identity, cancellationToken: Cancel));
        Assert.Contains("otherwise than 2 others", scene.Pool.Endpoints[0].LastError, StringComparison.Ordinal);

        using var pair = new EndpointPool(scene.Nodes.Take(2).Select(node => node.Url), PoolScene.Quick with { Quorum = 2 });
        var error = await Assert.ThrowsAsync<EndpointDisagreementException>(() => pair.CallAsync(identity, cancellationToken: Cancel));
        Assert.Contains("contradict each other in eth_call", error.Message, StringComparison.Ordinal);
        Assert.All(scene.Nodes.Take(2), node => Assert.Contains(node.Url.Authority, error.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_nonce_that_most_endpoints_do_not_name_is_not_signed_with(int quorum)
    {
        await using var scene = await PoolScene.SetAsync(PoolScene.Quick with { Quorum = quorum }, FaultPlan.Always(FaultKind.ForgeNonce), FaultPlan.None, FaultPlan.None);
        var account = scene.Devnet.Accounts[1];
        using var sender = await TransactionSender.CreateAsync(scene.Pool, account.CreateKey(), cancellationToken: Cancel);
        for (ulong nonce = 0; nonce < 3; nonce++)
        {
            Assert.Equal(nonce, await scene.Pool.GetNonceAsync(account.Address, BlockTag.Pending, Cancel));
            var sent = await sender.SubmitAsync(new TransactionRequest { To = account.Address, Value = 1, GasLimit = 21_000 }, Cancel);
            Assert.Equal(nonce, sent.Signed.Transaction.Nonce);
            await sender.ResetNonceAsync(Cancel);
        }
    }

    [Fact]
    public async Task A_transaction_that_was_handed_in_counts_where_one_of_two_endpoints_knows_it()
    {
        await using var scene = await PoolScene.SetAsync(null, FaultPlan.None);
        await using var deaf = await AnvilDevnet.StartAsync(cancellationToken: Cancel); // takes transactions, but of what came before it knows nothing
        using var pool = new EndpointPool([deaf.RpcUrl, scene.Nodes[0].Url], PoolScene.Quick);
        var account = scene.Devnet.Accounts[1];
        await deaf.MineAsync((int)await scene.Direct.GetBlockNumberAsync(Cancel), Cancel);
        Assert.Equal(0ul, await pool.GetNonceAsync(account.Address, BlockTag.Pending, Cancel));
        using var sender = await TransactionSender.CreateAsync(scene.Direct, account.CreateKey(), cancellationToken: Cancel);
        var sent = await sender.SubmitAsync(new TransactionRequest { To = account.Address, Value = 1, GasLimit = 21_000 }, Cancel);
        Assert.Equal(1ul, await pool.GetNonceAsync(account.Address, BlockTag.Pending, Cancel));
        Assert.Equal(0ul, sent.Signed.Transaction.Nonce);
    }

    [Fact]
    public async Task A_pending_transaction_that_one_of_three_endpoints_does_not_know_counts()
    {
        await using var scene = await PoolScene.SetAsync(null, FaultPlan.None, FaultPlan.None);
        await using var deaf = await AnvilDevnet.StartAsync(cancellationToken: Cancel); // as high as the others, and nobody has sent it anything
        await deaf.MineAsync((int)await scene.Direct.GetBlockNumberAsync(Cancel), Cancel);
        using var pool = new EndpointPool([deaf.RpcUrl, .. scene.Nodes.Select(node => node.Url)], PoolScene.Quick);
        Assert.Equal(6ul, await pool.GetNonceAsync(scene.Devnet.Accounts[0].Address, BlockTag.Pending, Cancel));
    }

    [Fact]
    public async Task A_single_endpoint_that_hides_logs_is_found_out_by_its_own_headers()
    {
        await using var scene = await PoolScene.SetAsync(PoolScene.Quick with { HeaderBlocks = 100 }, FaultPlan.Of((FaultKind.HideLogs, 0.4)));
        for (var i = 0; i < 5; i++)
            await LogsAreRightAsync(scene);
        Assert.Contains(scene.Nodes[0].Faults, fault => fault.Kind == FaultKind.HideLogs);
        Assert.Contains("bloom filter", scene.Pool.Endpoints[0].LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_logs_says_what_it_hangs_on()
    {
        await using var scene = await PoolScene.SetAsync(null, FaultPlan.None, FaultPlan.None);
        var last = await scene.Pool.GetBlockNumberAsync(Cancel);
        foreach (var client in new IEthereumClient[] { scene.Pool, scene.Direct })
        {
            var page = await client.ReadLogsAsync(scene.Filter, 3, last, Cancel);
            Assert.Equal((await scene.Direct.GetBlockAsync(2, Cancel))!.Hash, page.ParentHash);
            Assert.Equal((await scene.Direct.GetBlockAsync(last, Cancel))!.Hash, page.LastHash);
        }

        var behind = await Assert.ThrowsAnyAsync<EthereumException>(() => scene.Pool.ReadLogsAsync(scene.Filter, 3, last + 1, Cancel));
        Assert.Contains($"block {last + 1}", behind.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://alice:s3cr3t-pass@127.0.0.1:1/v2/abcdef0123456789?apikey=hush-hush")]
    public async Task Secrets_of_addresses_appear_nowhere(string url)
    {
        var changes = new List<EndpointChange>();
        using var pool = new EndpointPool([new Uri(url), new Uri(url + "2")], PoolScene.Quick with { Patience = TimeSpan.Zero, OnChange = changes.Add });
        var error = await Assert.ThrowsAsync<NoEndpointException>(() => pool.GetBlockNumberAsync(Cancel));
        foreach (var text in new[] { error.ToString(), string.Join("\n", pool.Endpoints), string.Join("\n", changes), pool.ToString()! })
        {
            foreach (var secret in new[] { "alice", "s3cr3t", "abcdef", "hush" })
                Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Equal(["127.0.0.1:1 (1)", "127.0.0.1:1 (2)"], pool.Endpoints.Select(endpoint => endpoint.Node));
    }

    [Fact]
    public void A_pool_that_cannot_work_is_refused()
    {
        var one = new Uri("http://127.0.0.1:1/");
        Assert.Throws<ArgumentException>(() => new EndpointPool([]));
        Assert.Throws<ArgumentException>(() => new EndpointPool([one, one]));
        Assert.Throws<ArgumentException>(() => new EndpointPool([one], new EndpointPoolOptions { Quorum = 2 }));
        Assert.Throws<ArgumentException>(() => new EndpointPool([new Uri("ftp://127.0.0.1/")]));
    }

    private static async Task AnswersAreRightAsync(PoolScene scene)
    {
        var account = scene.Devnet.Accounts[3].Address;
        Assert.Equal(31337ul, await scene.Pool.GetChainIdAsync(Cancel));
        var height = await scene.Direct.GetBlockNumberAsync(Cancel);
        Assert.InRange(await scene.Pool.GetBlockNumberAsync(Cancel), height - 10, height);
        Assert.Equal((await scene.Direct.GetBlockAsync(5, Cancel))!.Hash, (await scene.Pool.GetBlockAsync(5, Cancel))!.Hash);
        Assert.Equal(await scene.Direct.GetBalanceAsync(account, cancellationToken: Cancel), await scene.Pool.GetBalanceAsync(account, cancellationToken: Cancel));
        Assert.Equal(await scene.Direct.GetCodeAsync(scene.Echo, cancellationToken: Cancel), await scene.Pool.GetCodeAsync(scene.Echo, cancellationToken: Cancel));
        await LogsAreRightAsync(scene);
    }

    private static async Task LogsAreRightAsync(PoolScene scene)
    {
        var last = await scene.Direct.GetBlockNumberAsync(Cancel);
        var page = await scene.Pool.ReadLogsAsync(scene.Filter, 1, last, Cancel);
        Assert.Equal([1, 2, 3, 4, 5], page.Logs.Select(log => (int)log.Data[0]));
        Assert.Equal((await scene.Direct.GetBlockAsync(last, Cancel))!.Hash, page.LastHash);
        Assert.Equal(5, (await scene.Pool.GetLogsAsync(scene.Filter with { FromBlock = BlockTag.Earliest, ToBlock = last }, Cancel)).Count);
    }

    private static async Task SendsOnceAsync(PoolScene scene, IEthereumClient client)
    {
        using var sender = await TransactionSender.CreateAsync(client, scene.Devnet.Accounts[1].CreateKey(), cancellationToken: Cancel);
        var to = scene.Devnet.Accounts[9].Address;
        var before = await scene.Direct.GetBalanceAsync(to, cancellationToken: Cancel);
        Assert.True((await sender.SendAsync(new TransactionRequest { To = to, Value = 7 }, Cancel)).Succeeded);
        Assert.Equal(before + 7, await scene.Direct.GetBalanceAsync(to, cancellationToken: Cancel));
    }
}
