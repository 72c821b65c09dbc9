using System.Numerics;

namespace Opml.Ethereum;

/// <summary>
/// What is asked of an Ethereum node. Plain questions and signed bytes only, so that another library can stand behind it.
/// Implementations may be used from several threads at once. Every method raises an <see cref="EthereumException"/> when the
/// node refuses or does not answer, and a <see cref="Abi.RevertException"/> when a call or an estimate reverts.
/// </summary>
public interface IEthereumClient
{
    /// <summary>The chain's number (EIP-155).</summary>
    Task<ulong> GetChainIdAsync(CancellationToken cancellationToken = default);

    /// <summary>The height of the latest block.</summary>
    Task<ulong> GetBlockNumberAsync(CancellationToken cancellationToken = default);

    /// <summary>A block's header, or null when there is none.</summary>
    Task<Block?> GetBlockAsync(BlockTag block = default, CancellationToken cancellationToken = default);

    /// <summary>An account's balance in wei.</summary>
    Task<BigInteger> GetBalanceAsync(Address account, BlockTag block = default, CancellationToken cancellationToken = default);

    /// <summary>The number of transactions that an account has sent, which is its next nonce.</summary>
    Task<ulong> GetNonceAsync(Address account, BlockTag block = default, CancellationToken cancellationToken = default);

    /// <summary>An account's code; empty when it is no contract.</summary>
    Task<byte[]> GetCodeAsync(Address account, BlockTag block = default, CancellationToken cancellationToken = default);

    /// <summary>Runs a message on a block's state and returns its output.</summary>
    /// <exception cref="Abi.RevertException">The call reverted.</exception>
    Task<byte[]> CallAsync(CallRequest request, BlockTag block = default, CancellationToken cancellationToken = default);

    /// <summary>The gas limit that a transaction with this message needs.</summary>
    /// <exception cref="Abi.RevertException">It would revert.</exception>
    Task<ulong> EstimateGasAsync(CallRequest request, CancellationToken cancellationToken = default);

    /// <summary>What to offer for gas now.</summary>
    Task<FeeSuggestion> SuggestFeesAsync(CancellationToken cancellationToken = default);

    /// <summary>Hands in a signed transaction, once: it is not sent again when the answer is lost. Returns its hash.</summary>
    Task<Hash32> SendRawAsync(ReadOnlyMemory<byte> signedTransaction, CancellationToken cancellationToken = default);

    /// <summary>Whether the node knows the transaction, mined or pending.</summary>
    Task<bool> IsTransactionKnownAsync(Hash32 transactionHash, CancellationToken cancellationToken = default);

    /// <summary>The receipt of a mined transaction, or null while it is not mined.</summary>
    Task<TransactionReceipt?> GetReceiptAsync(Hash32 transactionHash, CancellationToken cancellationToken = default);

    /// <summary>The logs that match, oldest first.</summary>
    Task<IReadOnlyList<Log>> GetLogsAsync(LogFilter filter, CancellationToken cancellationToken = default);

    /// <summary>
    /// The logs of a range of blocks together with what they hang on: the hashes of its last block and of the block before its first. All
    /// are of one chain, and none of its logs is left out as far as the client can tell; a follower whose last block is
    /// <see cref="LogPage.ParentHash"/> has seen no other chain.
    /// </summary>
    /// <param name="filter">The contracts and topics; its own range is not used.</param>
    /// <param name="first">The first block.</param>
    /// <param name="last">The last block.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ReorganisedException">The chain changed again and again while it was read.</exception>
    Task<LogPage> ReadLogsAsync(LogFilter filter, ulong first, ulong last, CancellationToken cancellationToken = default) =>
        LogPage.ReadAsync(this, filter, first, last, cancellationToken);
}
