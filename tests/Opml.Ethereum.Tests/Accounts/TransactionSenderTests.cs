using System.Numerics;
using Opml.Ethereum.Accounts;
using Opml.Ethereum.Keys;
using Opml.Ethereum.Rpc;
using Opml.Ethereum.Tests.Rpc;
using Opml.Ethereum.Transactions;

namespace Opml.Ethereum.Tests.Accounts;

/// <summary>What a sender does when a node fails it; with a real node it is tested in Opml.Dispute.Tests.</summary>
public sealed class TransactionSenderTests
{
    private static readonly TransactionRequest s_request = new() { To = Address.Zero, GasLimit = 21_000 };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("lost")]
    [InlineData("known")]
    [InlineData("low")]
    public async Task A_transaction_whose_answer_is_lost_is_looked_for_and_not_sent_twice(string failure)
    {
        var chain = new FakeChain { Fail = (_, taken) => taken == 1 ? failure : null, FailedOnesArrive = true };
        using var sender = await chain.SenderAsync();

        var first = await sender.SubmitAsync(s_request, Cancel);
        var second = await sender.SubmitAsync(s_request, Cancel);

        Assert.Equal([first.Hash, second.Hash], chain.Pool.Select(t => t.Hash));
        Assert.Equal([0ul, 1ul], chain.Pool.Select(t => t.Transaction.Nonce));
    }

    [Fact]
    public async Task A_transaction_that_never_arrived_leaves_its_nonce_free()
    {
        var chain = new FakeChain { Fail = (_, attempts) => attempts == 2 ? "lost" : null };
        using var sender = await chain.SenderAsync();

        await sender.SubmitAsync(s_request, Cancel);
        await Assert.ThrowsAsync<RpcTransportException>(() => sender.SubmitAsync(s_request, Cancel));
        await sender.SubmitAsync(s_request, Cancel);

        Assert.Equal([0ul, 1ul], chain.Pool.Select(t => t.Transaction.Nonce));
    }

    [Fact]
    public async Task Cancellation_before_the_signature_uses_no_nonce()
    {
        var chain = new FakeChain();
        using var sender = await chain.SenderAsync();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sender.SubmitAsync(s_request, cancelled.Token));
        await sender.SubmitAsync(s_request, Cancel);

        Assert.Equal(0ul, Assert.Single(chain.Pool).Transaction.Nonce);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancellation_while_the_bytes_are_on_their_way_leaves_no_nonce_in_doubt(bool answersInTime)
    {
        using var cancelled = new CancellationTokenSource();
        using var answer = new ManualResetEventSlim();
        var chain = new FakeChain
        {
            Fail = (_, attempts) =>
            {
                if (attempts > 1)
                    return null;
                cancelled.Cancel();
                if (!answersInTime)
                    answer.Wait(Cancel);
                return null;
            },
        };
        using var sender = await chain.SenderAsync(new TransactionSenderOptions
        {
            CancellationGrace = answersInTime ? TimeSpan.FromMinutes(1) : TimeSpan.FromMilliseconds(1),
        });

        var first = Task.Run(() => sender.SubmitAsync(s_request, cancelled.Token), Cancel);
        if (answersInTime)
            Assert.Equal(0ul, (await first).Signed.Transaction.Nonce);
        else
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        answer.Set();
        Assert.Equal(1ul, (await sender.SubmitAsync(s_request, Cancel)).Signed.Transaction.Nonce);
    }

    [Fact]
    public async Task A_node_that_renames_a_transaction_is_not_trusted()
    {
        var chain = new FakeChain { Rename = true };
        using var sender = await chain.SenderAsync();
        var error = await Assert.ThrowsAsync<EthereumException>(() => sender.SubmitAsync(s_request, Cancel));
        Assert.Contains("Do not trust", error.Message, StringComparison.Ordinal);
    }

    [Theory] // base fee 100, tip 7, gas price 107: what is offered.
    [InlineData(true, false, null, 207, 7)]
    [InlineData(true, false, 150, 150, 7)]
    [InlineData(true, true, null, 132, null)]
    [InlineData(true, true, 110, 110, null)]
    [InlineData(false, false, null, 107, null)]
    public async Task Fees_have_headroom_below_their_ceiling(bool london, bool legacy, int? ceiling, int maxFee, int? tip)
    {
        var chain = new FakeChain { London = london };
        using var sender = await chain.SenderAsync(new TransactionSenderOptions { Legacy = legacy, FeeCeiling = ceiling });
        var sent = (await sender.SubmitAsync(s_request, Cancel)).Signed.Transaction;

        if (tip is { } expected)
        {
            var dynamic = Assert.IsType<Eip1559Transaction>(sent);
            Assert.Equal((maxFee, expected), ((int)dynamic.MaxFeePerGas, (int)dynamic.MaxPriorityFeePerGas));
        }
        else
        {
            Assert.Equal(maxFee, Assert.IsType<LegacyTransaction>(sent).GasPrice);
        }
    }

    [Fact]
    public async Task An_estimate_gets_a_margin()
    {
        var chain = new FakeChain();
        using var sender = await chain.SenderAsync();
        var sent = await sender.SubmitAsync(s_request with { GasLimit = null }, Cancel);
        Assert.Equal(125_000ul, sent.Signed.Transaction.GasLimit);
    }

    /// <summary>A node with a pool and nothing else.</summary>
    private sealed class FakeChain
    {
        private int _attempts;

        public List<SignedTransaction> Pool { get; } = [];

        public Func<SignedTransaction, int, string?> Fail { get; init; } = (_, _) => null;

        public bool FailedOnesArrive { get; init; }

        public bool Rename { get; init; }

        public bool London { get; init; } = true;

        public Task<TransactionSender> SenderAsync(TransactionSenderOptions? options = null) =>
            TransactionSender.CreateAsync(new HttpEthereumClient(new StubNode(Answer).Client()), PrivateKey.Generate(), options, Cancel);

        private StubNode.Answer Answer(StubNode.Request request) => request.Method switch
        {
            "eth_chainId" => StubNode.Result(request, "\"0x1\""),
            "eth_getTransactionCount" => StubNode.Result(request, $"\"{Hex.FormatQuantity(Pool.Count)}\""),
            "eth_estimateGas" => StubNode.Result(request, "\"0x186a0\""),
            "eth_gasPrice" => StubNode.Result(request, "\"0x6b\""),
            "eth_feeHistory" => StubNode.Result(request, """{"baseFeePerGas":["0x60","0x64"],"reward":[["0x7"],["0x0"]]}"""),
            "eth_getBlockByNumber" => StubNode.Result(request, $$"""
                {"number":"0x1","hash":null,"parentHash":"{{Hash32.Zero}}","timestamp":"0x1","gasLimit":"0x1","gasUsed":"0x0","transactions":[]{{(London ? ",\"baseFeePerGas\":\"0x60\"" : "")}}}
                """),
            "eth_getTransactionByHash" => StubNode.Result(request, Pool.Any(t => t.Hash.ToString() == request.Parameters[0].GetString()) ? "{}" : "null"),
            "eth_sendRawTransaction" => Take(request),
            _ => throw new NotSupportedException(request.Method),
        };

        private StubNode.Answer Take(StubNode.Request request)
        {
            var signed = SignedTransaction.Decode(Hex.Parse(request.Parameters[0].GetString()));
            var failure = Fail(signed, ++_attempts);
            if (failure is null || FailedOnesArrive)
                Pool.Add(signed);
            return failure switch
            {
                null => StubNode.Result(request, $"\"{(Rename ? Hash32.Zero : signed.Hash)}\""),
                "known" => StubNode.Error(request, -32000, "already known"),
                "low" => StubNode.Error(request, -32000, "nonce too low"),
                _ => new StubNode.Answer("") { Failure = HttpRequestError.ConnectionError },
            };
        }
    }
}
