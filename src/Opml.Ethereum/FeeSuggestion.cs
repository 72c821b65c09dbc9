using System.Numerics;

namespace Opml.Ethereum;

/// <summary>What to offer for gas now, in wei a gas.</summary>
/// <param name="BaseFee">The next block's base fee (EIP-1559); null on a chain without one, where only legacy transactions go.</param>
/// <param name="PriorityFee">The tip that recent blocks took; zero on a chain without a base fee.</param>
/// <param name="GasPrice">The price for a legacy transaction.</param>
public sealed record FeeSuggestion(BigInteger? BaseFee, BigInteger PriorityFee, BigInteger GasPrice);
