using Opml.Ethereum;

namespace Opml.Dispute.Contracts.Oracle;

/// <summary>Who is called with a result, and how.</summary>
/// <param name="Contract">The contract.</param>
/// <param name="GasLimit">Gas of the call, 1 to 10,000,000.</param>
/// <param name="Data">What comes with it, up to 4,096 bytes.</param>
public sealed record OracleCallback(Address Contract, ulong GasLimit, ReadOnlyMemory<byte> Data)
{
    /// <summary>Nobody.</summary>
    public static OracleCallback None { get; } = new(default, 0, default);
}
