using System.Numerics;
using System.Text.Json;
using Opml.Ethereum.Abi;

namespace Opml.Ethereum.Rpc;

/// <summary>An Ethereum node behind JSON-RPC over HTTP.</summary>
public sealed class HttpEthereumClient : IEthereumClient, IDisposable
{
    private static readonly int[] s_medianTip = [50];

    /// <summary>A client of the node at an http or https address.</summary>
    public HttpEthereumClient(Uri url, JsonRpcOptions? options = null)
        : this(new JsonRpcClient(url, options))
    {
    }

    /// <summary>A client over a connection, which it takes over and closes.</summary>
    public HttpEthereumClient(JsonRpcClient rpc) => Rpc = rpc;

    /// <summary>The connection, for methods that only some nodes have.</summary>
    public JsonRpcClient Rpc { get; }

    /// <inheritdoc/>
    public async Task<ulong> GetChainIdAsync(CancellationToken cancellationToken = default) =>
        (await Rpc.InvokeAsync("eth_chainId", [], cancellationToken).ConfigureAwait(false)).Number("eth_chainId");

    /// <inheritdoc/>
    public async Task<ulong> GetBlockNumberAsync(CancellationToken cancellationToken = default) =>
        (await Rpc.InvokeAsync("eth_blockNumber", [], cancellationToken).ConfigureAwait(false)).Number("eth_blockNumber");

    /// <inheritdoc/>
    public async Task<Block?> GetBlockAsync(BlockTag block = default, CancellationToken cancellationToken = default) =>
        (await GetHeaderAsync(block, cancellationToken).ConfigureAwait(false))?.Block;

    /// <inheritdoc/>
    public async Task<BigInteger> GetBalanceAsync(Address account, BlockTag block = default, CancellationToken cancellationToken = default) =>
        (await AskAsync("eth_getBalance", account, block, cancellationToken).ConfigureAwait(false)).Quantity("eth_getBalance");

    /// <inheritdoc/>
    public async Task<ulong> GetNonceAsync(Address account, BlockTag block = default, CancellationToken cancellationToken = default) =>
        (await AskAsync("eth_getTransactionCount", account, block, cancellationToken).ConfigureAwait(false)).Number("eth_getTransactionCount");

    /// <inheritdoc/>
    public async Task<byte[]> GetCodeAsync(Address account, BlockTag block = default, CancellationToken cancellationToken = default) =>
        (await AskAsync("eth_getCode", account, block, cancellationToken).ConfigureAwait(false)).Data("eth_getCode");

    /// <inheritdoc/>
    public async Task<byte[]> CallAsync(CallRequest request, BlockTag block = default, CancellationToken cancellationToken = default) =>
        (await RunAsync("The call", "eth_call", [ChainJson.Write(request), block.ToString()], cancellationToken).ConfigureAwait(false)).Data("eth_call");

    /// <inheritdoc/>
    public async Task<ulong> EstimateGasAsync(CallRequest request, CancellationToken cancellationToken = default) =>
        (await RunAsync("The transaction, tried before it was sent,", "eth_estimateGas", [ChainJson.Write(request)], cancellationToken).ConfigureAwait(false))
            .Number("eth_estimateGas");

    /// <summary>The base fee of the next block, and the median over recent blocks of the tip that their median gas paid (eth_feeHistory).</summary>
    public async Task<FeeSuggestion> SuggestFeesAsync(CancellationToken cancellationToken = default)
    {
        var latest = await GetBlockAsync(BlockTag.Latest, cancellationToken).ConfigureAwait(false);
        if (latest?.BaseFeePerGas is null)
        {
            var gasPrice = await Rpc.InvokeAsync("eth_gasPrice", [], cancellationToken).ConfigureAwait(false);
            return new FeeSuggestion(null, 0, gasPrice.Quantity("eth_gasPrice"));
        }

        var history = await Rpc.InvokeAsync("eth_feeHistory", ["0x5", "latest", s_medianTip], cancellationToken).ConfigureAwait(false);
        var next = history.Field("baseFeePerGas").Items("baseFeePerGas").Select(f => f.Quantity("baseFeePerGas")).LastOrDefault();
        var baseFee = BigInteger.Max(next, latest.BaseFeePerGas.Value);
        var tip = MedianTip(history);
        return new FeeSuggestion(baseFee, tip, baseFee + tip);
    }

    /// <inheritdoc/>
    public async Task<Hash32> SendRawAsync(ReadOnlyMemory<byte> signedTransaction, CancellationToken cancellationToken = default) =>
        (await Rpc.InvokeAsync("eth_sendRawTransaction", [Hex.Format(signedTransaction.Span)], cancellationToken).ConfigureAwait(false))
            .Hash("eth_sendRawTransaction");

    /// <inheritdoc/>
    public async Task<bool> IsTransactionKnownAsync(Hash32 transactionHash, CancellationToken cancellationToken = default) =>
        (await Rpc.InvokeAsync("eth_getTransactionByHash", [transactionHash.ToString()], cancellationToken).ConfigureAwait(false)).ValueKind
            != JsonValueKind.Null;

    /// <inheritdoc/>
    public async Task<TransactionReceipt?> GetReceiptAsync(Hash32 transactionHash, CancellationToken cancellationToken = default)
    {
        var result = await Rpc.InvokeAsync("eth_getTransactionReceipt", [transactionHash.ToString()], cancellationToken).ConfigureAwait(false);
        return result.ValueKind == JsonValueKind.Null ? null : ChainJson.ReadReceipt(result);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Log>> GetLogsAsync(LogFilter filter, CancellationToken cancellationToken = default)
    {
        var result = await Rpc.InvokeAsync("eth_getLogs", [ChainJson.Write(filter)], cancellationToken).ConfigureAwait(false);
        return [.. result.Items("eth_getLogs").Select(ChainJson.ReadLog)];
    }

    /// <summary>A block's header with what proves it, or null when there is none.</summary>
    internal async Task<BlockHeader?> GetHeaderAsync(BlockTag block, CancellationToken cancellationToken)
    {
        var result = await Rpc.InvokeAsync("eth_getBlockByNumber", [block.ToString(), false], cancellationToken).ConfigureAwait(false);
        return result.ValueKind == JsonValueKind.Null ? null : BlockHeader.Read(result);
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose() => Rpc.Dispose();

    /// <summary>One gwei when recent blocks held nothing to learn from.</summary>
    private static BigInteger MedianTip(JsonElement history)
    {
        var tips = history.Optional("reward")?.Items("reward")
            .Select(block => block.Items("reward").Select(tip => tip.Quantity("reward")).FirstOrDefault())
            .Where(tip => tip.Sign > 0)
            .Order()
            .ToArray() ?? [];
        return tips.Length > 0 ? tips[tips.Length / 2] : 1_000_000_000;
    }

    private Task<JsonElement> AskAsync(string method, Address account, BlockTag block, CancellationToken cancellationToken) =>
        Rpc.InvokeAsync(method, [account.ToString(), block.ToString()], cancellationToken);

    private async Task<JsonElement> RunAsync(string what, string method, object[] parameters, CancellationToken cancellationToken)
    {
        try
        {
            return await Rpc.InvokeAsync(method, parameters, cancellationToken).ConfigureAwait(false);
        }
        catch (RpcException error) when (error.IsRevert)
        {
            throw new RevertException(what, Revert.Decode(error.ErrorData ?? []), error);
        }
    }
}
