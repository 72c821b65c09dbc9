using System.Numerics;
using Opml.Ethereum;

namespace Opml.Dispute.Tests.Players;

/// <summary>A node whose answers, and the transactions that go to it, a test can have a hand in.</summary>
internal sealed class WatchedClient(IEthereumClient node) : IEthereumClient
{
    /// <summary>Hands a transaction in by what it is given, or does something else.</summary>
    public Func<Func<Task<Hash32>>, Task<Hash32>> OnSend { get; set; } = send => send();

    /// <summary>What is said instead of the logs found.</summary>
    public Func<IReadOnlyList<Log>, IReadOnlyList<Log>> OnLogs { get; set; } = logs => logs;

    public Task<ulong> GetChainIdAsync(CancellationToken cancellationToken = default) => node.GetChainIdAsync(cancellationToken);

    public Task<ulong> GetBlockNumberAsync(CancellationToken cancellationToken = default) => node.GetBlockNumberAsync(cancellationToken);

    public Task<Block?> GetBlockAsync(BlockTag block = default, CancellationToken cancellationToken = default) => node.GetBlockAsync(block, cancellationToken);

    public Task<BigInteger> GetBalanceAsync(Address account, BlockTag block = default, CancellationToken cancellationToken = default) =>
        node.GetBalanceAsync(account, block, cancellationToken);

    public Task<ulong> GetNonceAsync(Address account, BlockTag block = default, CancellationToken cancellationToken = default) =>
        node.GetNonceAsync(account, block, cancellationToken);

    public Task<byte[]> GetCodeAsync(Address account, BlockTag block = default, CancellationToken cancellationToken = default) =>
        node.GetCodeAsync(account, block, cancellationToken);

    public Task<byte[]> CallAsync(CallRequest request, BlockTag block = default, CancellationToken cancellationToken = default) =>
        node.CallAsync(request, block, cancellationToken);

    public Task<ulong> EstimateGasAsync(CallRequest request, CancellationToken cancellationToken = default) => node.EstimateGasAsync(request, cancellationToken);

    public Task<FeeSuggestion> SuggestFeesAsync(CancellationToken cancellationToken = default) => node.SuggestFeesAsync(cancellationToken);

    public Task<Hash32> SendRawAsync(ReadOnlyMemory<byte> signedTransaction, CancellationToken cancellationToken = default) =>
        OnSend(() => node.SendRawAsync(signedTransaction, cancellationToken));

    public Task<bool> IsTransactionKnownAsync(Hash32 transactionHash, CancellationToken cancellationToken = default) =>
        node.IsTransactionKnownAsync(transactionHash, cancellationToken);

    public Task<TransactionReceipt?> GetReceiptAsync(Hash32 transactionHash, CancellationToken cancellationToken = default) =>
        node.GetReceiptAsync(transactionHash, cancellationToken);

    public async Task<IReadOnlyList<Log>> GetLogsAsync(LogFilter filter, CancellationToken cancellationToken = default) =>
        OnLogs(await node.GetLogsAsync(filter, cancellationToken));
}
