using System.Collections.Immutable;
using System.Diagnostics;
using System.Numerics;
using Opml.Ethereum;
using Opml.Ethereum.Pool;
using Opml.Ethereum.Rpc;
using Opml.Node.Status;

namespace Opml.Node.Connection;

/// <summary>A client that counts questions, failures and answers' times, and the gas of one account's transactions. Safe from any thread.</summary>
/// <param name="inner">The client that asks.</param>
/// <param name="host">What the endpoint is called in logs: host and port.</param>
/// <param name="account">Whose gas is counted.</param>
/// <param name="answered">Told of each answer: how long it took, and whether it was one.</param>
internal sealed class MeteredClient(IEthereumClient inner, string host, Address account, Action<TimeSpan, bool> answered) : IEthereumClient
{
    private const int Remembered = 4096;

    private readonly Lock _turn = new();
    private readonly HashSet<Hash32> _counted = [];
    private readonly Queue<Hash32> _order = new();
    private NodeEndpoint _endpoint = new(host, true, 0, TimeSpan.Zero, 0, 0, null);
    private BigInteger _gas;
    private BigInteger _fees;

    /// <summary>How the endpoints do: as the pool has it where there are several.</summary>
    public ImmutableArray<NodeEndpoint> Endpoints => inner is EndpointPool pool
        ? [.. pool.Endpoints.Select(NodeEndpoint.Of)]
        : [_endpoint];

    /// <summary>Gas of the transactions whose receipts were seen, and what it cost in wei.</summary>
    public (BigInteger Gas, BigInteger Fees) Spent
    {
        get
        {
            lock (_turn) return (_gas, _fees);
        }
    }

    public Task<ulong> GetChainIdAsync(CancellationToken cancellationToken = default) => AskAsync(() => inner.GetChainIdAsync(cancellationToken));

    public async Task<ulong> GetBlockNumberAsync(CancellationToken cancellationToken = default) =>
        Saw(await AskAsync(() => inner.GetBlockNumberAsync(cancellationToken)).ConfigureAwait(false));

    public async Task<Block?> GetBlockAsync(BlockTag block = default, CancellationToken cancellationToken = default)
    {
        Block? found = await AskAsync(() => inner.GetBlockAsync(block, cancellationToken)).ConfigureAwait(false);
        if (found is not null) Saw(found.Number);
        return found;
    }

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
            Note(began, null);
            return answer;
        }
        catch (EthereumException exception) when (exception is RpcTransportException or NoEndpointException)
        {
            Note(began, exception.Message);
            throw;
        }
        catch (EthereumException)
        {
            Note(began, null); // a refusal is an answer
            throw;
        }
    }

    private void Note(long began, string? error)
    {
        TimeSpan took = Stopwatch.GetElapsedTime(began);
        lock (_turn)
        {
            _endpoint = _endpoint with
            {
                IsUp = error is null,
                Latency = took,
                Requests = _endpoint.Requests + 1,
                Failures = _endpoint.Failures + (error is null ? 0 : 1),
                LastError = error ?? _endpoint.LastError,
            };
        }
        answered(took, error is null);
    }

    private ulong Saw(ulong height)
    {
        lock (_turn)
            if (height > _endpoint.Height) _endpoint = _endpoint with { Height = height };
        return height;
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
