namespace Opml.Ethereum.Accounts;

/// <summary>A transaction was handed in and not mined in time. It may still be.</summary>
public sealed class ReceiptTimeoutException(Hash32 transactionHash, TimeSpan waited, string words = "")
    : EthereumException($"Transaction {transactionHash} was not mined within {waited.TotalSeconds:0.###} seconds. It may still be: look for its receipt before sending again.{(words.Length > 0 ? " " + words : "")}")
{
    /// <summary>The transaction.</summary>
    public Hash32 TransactionHash { get; } = transactionHash;
}
