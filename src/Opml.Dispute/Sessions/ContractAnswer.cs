namespace Opml.Dispute.Sessions;

/// <summary>What a contract's function answered.</summary>
public sealed record ContractAnswer
{
    /// <summary>The contract.</summary>
    public required EthereumContract Contract { get; init; }

    /// <summary>The function.</summary>
    public required string Function { get; init; }

    /// <summary>Its values, in declared order: integers as BigInteger, bytes as arrays, bytes32 as a hash.</summary>
    public required object[] Values { get; init; }

    /// <summary>The one value, or the first; null where there is none.</summary>
    public object? Value => Values.Length == 0 ? null : Values[0];
}
