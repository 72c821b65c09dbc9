namespace Opml.Ethereum.Accounts;

/// <summary>The node is of another chain than the account means to be on.</summary>
public sealed class ChainIdMismatchException(ulong expected, ulong actual)
    : EthereumException($"The node is of chain {actual}, and chain {expected} is meant. Nothing was sent: check the node's address.")
{
    /// <summary>The chain that was meant.</summary>
    public ulong Expected { get; } = expected;

    /// <summary>The node's chain.</summary>
    public ulong Actual { get; } = actual;
}
