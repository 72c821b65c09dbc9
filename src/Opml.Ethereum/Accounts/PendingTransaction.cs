using Opml.Ethereum.Transactions;

namespace Opml.Ethereum.Accounts;

/// <summary>A transaction that the node has taken.</summary>
/// <param name="Signed">What was handed in.</param>
/// <param name="Request">What was asked for.</param>
public sealed record PendingTransaction(SignedTransaction Signed, TransactionRequest Request)
{
    /// <summary>The transaction's hash.</summary>
    public Hash32 Hash => Signed.Hash;
}
