using System.Numerics;

namespace Opml.Dispute.Contracts;

/// <summary>What an account has in the contract, in wei.</summary>
/// <param name="Free">What it can withdraw now.</param>
/// <param name="Locked">What its open requests, results and games hold.</param>
public sealed record AccountInfo(BigInteger Free, BigInteger Locked);
