using System.Numerics;

namespace Opml.Ethereum;

/// <summary>What became of a mined transaction.</summary>
/// <param name="TransactionHash">The transaction.</param>
/// <param name="TransactionIndex">Its place in the block.</param>
/// <param name="BlockHash">The hash of its block.</param>
/// <param name="BlockNumber">The height of its block.</param>
/// <param name="From">The sender.</param>
/// <param name="To">The recipient; null when it created a contract.</param>
/// <param name="ContractAddress">The contract that it created, if any.</param>
/// <param name="Succeeded">False when it reverted or ran out of gas (EIP-658's status).</param>
/// <param name="GasUsed">Gas that it used, refunds taken off.</param>
/// <param name="CumulativeGasUsed">Gas used in the block up to and with it.</param>
/// <param name="EffectiveGasPrice">Wei paid a gas.</param>
/// <param name="Logs">The events that it emitted, in order.</param>
public sealed record TransactionReceipt(
    Hash32 TransactionHash,
    ulong TransactionIndex,
    Hash32 BlockHash,
    ulong BlockNumber,
    Address From,
    Address? To,
    Address? ContractAddress,
    bool Succeeded,
    ulong GasUsed,
    ulong CumulativeGasUsed,
    BigInteger EffectiveGasPrice,
    IReadOnlyList<Log> Logs)
{
    /// <summary>What the sender paid for gas, in wei.</summary>
    public BigInteger Fee => GasUsed * EffectiveGasPrice;
}
