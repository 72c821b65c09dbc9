using System.Numerics;

namespace Opml.Ethereum;

/// <summary>A block's header, as far as it is used here.</summary>
/// <param name="Number">The height.</param>
/// <param name="Hash">The hash; null for a pending block.</param>
/// <param name="ParentHash">The hash of the block before.</param>
/// <param name="Timestamp">Seconds since 1970-01-01 UTC.</param>
/// <param name="GasLimit">The gas that all its transactions may use together.</param>
/// <param name="GasUsed">The gas that they used.</param>
/// <param name="BaseFeePerGas">Wei a gas (EIP-1559); null before London.</param>
/// <param name="TransactionHashes">The transactions, in order.</param>
public sealed record Block(
    ulong Number,
    Hash32? Hash,
    Hash32 ParentHash,
    ulong Timestamp,
    ulong GasLimit,
    ulong GasUsed,
    BigInteger? BaseFeePerGas,
    IReadOnlyList<Hash32> TransactionHashes);
