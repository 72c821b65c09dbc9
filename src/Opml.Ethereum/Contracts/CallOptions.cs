using System.Numerics;

namespace Opml.Ethereum.Contracts;

/// <summary>Under what circumstances a function is called without a transaction.</summary>
public sealed record CallOptions
{
    /// <summary>Whose state; the latest block's unless set.</summary>
    public BlockTag Block { get; init; }

    /// <summary>The caller; the zero address unless set.</summary>
    public Address? From { get; init; }

    /// <summary>Wei sent along.</summary>
    public BigInteger Value { get; init; }

    /// <summary>The gas limit; the node's own unless set.</summary>
    public ulong? Gas { get; init; }
}
