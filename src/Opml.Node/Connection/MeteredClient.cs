using System.Collections.Immutable;
using System.Diagnostics;
using System.Numerics;
using Opml.Ethereum;
using Opml.Ethereum.Pool;
using Opml.Ethereum.Rpc;
using Opml.Node.Status;

namespace Opml.Node.Connection;

/// <summary>A client that tells of questions, failures and answers' times, and counts the gas of one account's transactions. Safe from any thread.</summary>
/// <param name="inner">The pool that asks; the caller's to dispose.</param>
/// <param name="account">Whose gas is counted.</param>
/// <param name="answered">Told of each answer: how long it took, and whether it was one.</param>
internal sealed class MeteredClient(EndpointPool inner, Address account, Action<TimeSpan, bool> answered) : IEthereumClient
{
    private const int Remembered = 4096;

    private readonly Lock _turn = new();
    private readonly HashSet<Hash32> _counted = [];
    private readonly Queue<Hash32> _order = new();
    private BigInteger _gas;
    private BigInteger _fees;

    /// <summary>How the endpoints do.</summary>
    public ImmutableArray<NodeEndpoint> Endpoints => [.. inner.Endpoints.Select(NodeEndpoint.Of)];

    /// <summary>Gas of the transactions whose receipts were seen, and what it cost in wei.</summary>
    public (BigInteger Gas, BigInteger Fees) Spent
    {
        get
        {
            lock (_turn) return (_gas, _fees);
        }
    }

    public Task<ulong> GetChainIdAsync(CancellationToken cancellationToken = default) => AskAsync(() => inner.GetChainIdAsync(cancellationToken));

    public Task<ulong> GetBlockNumberAsync(CancellationToken cancellationToken = default) =>
        AskAsync(() => inner.GetBlockNumberAsync(cancellationToken));

    public Task<Block?> GetBlockAsync(BlockTag block = default, CancellationToken cancellationToken = default) =>
        AskAsync(() => inner.GetBlockAsync(block, cancellationToken));

    public Task<BigInteger> GetBalanceAsync(Address account, BlockTag block = default, CancellationToken cancellationToken = default) =>
        AskAsync(() => inner.GetBalanceAsync(account, block, cancellationToken));

    public Task<ulong> GetNonceAsync(Address account, BlockTag block = default, CancellationToken cancellationToken = default) =>
        AskAsync(() => inner.GetNonceAsync(account, block, cancellationToken));

    public Task<byte[]> GetCodeAsync(Address account, BlockTag block = default, CancellationToken cancellationToken = default) =>
        AskAsync(() => inner.GetCodeAsync(account, block, cancellationToken));

    public Task<byte[]> CallAsync(CallRequest request, BlockTag block = default, CancellationToken cancellationToken = default) =>
        AskAsync(() => inner.CallAsync(request, block, cancellationToken));

    public Task<ulong> EstimateGasAsync(CallRequest request, CancellationToken cancellationToken = default) =>
        AskAsync(() => inner.EstimateGasAsync(request, cancellationToken));

    public Task<FeeSuggestion> SuggestFeesAsync(CancellationToken cancellationToken = default) =>
        AskAsync(() => inner.SuggestFeesAsync(cancellationToken));

    public Task<Hash32> SendRawAsync(ReadOnlyMemory<byte> signedTransaction, CancellationToken cancellationToken = default) =>
        AskAsync(() => inner.SendRawAsync(signedTransaction, cancellationToken));

    public Task<bool> IsTransactionKnownAsync(Hash32 transactionHash, CancellationToken cancellationToken = default) =>
        AskAsync(() => inner.IsTransactionKnownAsync(transactionHash, cancellationToken));

    public async Task<TransactionReceipt?> GetReceiptAsync(Hash32 transactionHash, CancellationToken cancellationToken = default)
    {
        TransactionReceipt? receipt = await AskAsync(() => inner.GetReceiptAsync(transactionHash, cancellationToken)).ConfigureAwait(false);
        if (receipt?.From == account) Count(receipt);
        return receipt;
    }

    public Task<IReadOnlyList<Log>> GetLogsAsync(LogFilter filter, CancellationToken cancellationToken = default) =>
        AskAsync(() => inner.GetLogsAsync(filter, cancellationToken));

    public Task<LogPage> ReadLogsAsync(LogFilter filter, ulong first, ulong last, CancellationToken cancellationToken = default) =>
        AskAsync(() => inner.ReadLogsAsync(filter, first, last, cancellationToken));

    private async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        long began = Stopwatch.GetTimestamp();
        try
        {
            T answer = await ask().ConfigureAwait(false);
            answered(Stopwatch.GetElapsedTime(began), true);
            return answer;
        }
        catch (EthereumException exception) when (exception is RpcTransportException or NoEndpointException)
        {
            answered(Stopwatch.GetElapsedTime(began), false);
            throw;
        }
        catch (EthereumException)
        {
            answered(Stopwatch.GetElapsedTime(began), true); // a refusal is an answer
            throw;
        }
    }

    private void Count(TransactionReceipt receipt)
    {
        lock (_turn)
        {
            if (!_counted.Add(receipt.TransactionHash)) return;
            _order.Enqueue(receipt.TransactionHash);
            if (_order.Count > Remembered) _counted.Remove(_order.Dequeue());
            _gas += receipt.GasUsed;
            _fees += receipt.Fee;
        }
    }
}
