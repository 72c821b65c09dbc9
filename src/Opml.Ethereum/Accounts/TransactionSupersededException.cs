namespace Opml.Ethereum.Accounts;

/// <summary>Another transaction of the same account was mined under the nonce: this one never will be.</summary>
public sealed class TransactionSupersededException(Hash32 transactionHash, ulong nonce)
    : EthereumException($"Another transaction was mined under nonce {nonce}, and {transactionHash} never will be. Does somebody else send with the same key? Send again, if it is still wanted.")
{
    /// <summary>The transaction.</summary>
    public Hash32 TransactionHash { get; } = transactionHash;

    /// <summary>Its nonce.</summary>
    public ulong Nonce { get; } = nonce;
}
