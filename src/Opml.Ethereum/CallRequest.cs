using System.Numerics;

namespace Opml.Ethereum;

/// <summary>A message to run without a transaction: for eth_call and eth_estimateGas.</summary>
public sealed record CallRequest
{
    /// <summary>The account that the call comes from; the zero address unless set.</summary>
    public Address? From { get; init; }

    /// <summary>The contract or account called; null to create a contract.</summary>
    public Address? To { get; init; }

    /// <summary>Call data, or the creation code.</summary>
    public byte[] Data { get; init; } = [];

    /// <summary>Wei sent along.</summary>
    public BigInteger Value { get; init; }

    /// <summary>The gas limit; the node's own unless set.</summary>
    public ulong? Gas { get; init; }
}
