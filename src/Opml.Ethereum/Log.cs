namespace Opml.Ethereum;

/// <summary>An event that a contract emitted in a mined transaction.</summary>
/// <param name="Address">The contract.</param>
/// <param name="Topics">Up to four topics; the first is the hash of the event's signature, unless it is anonymous.</param>
/// <param name="Data">The ABI-encoded parameters that are not indexed.</param>
/// <param name="BlockNumber">The height of its block.</param>
/// <param name="BlockHash">The hash of its block.</param>
/// <param name="TransactionHash">Its transaction.</param>
/// <param name="TransactionIndex">The transaction's place in the block.</param>
/// <param name="LogIndex">The log's place among all logs of the block.</param>
/// <param name="Removed">Whether a reorganisation took its block off the chain.</param>
public sealed record Log(
    Address Address,
    IReadOnlyList<Hash32> Topics,
    byte[] Data,
    ulong BlockNumber,
    Hash32 BlockHash,
    Hash32 TransactionHash,
    ulong TransactionIndex,
    ulong LogIndex,
    bool Removed = false);
