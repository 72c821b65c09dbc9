using Opml.Ethereum;

namespace Opml.Dispute.Contracts;

/// <summary>What came of a transaction.</summary>
/// <param name="Value">What it made: an id, most often.</param>
/// <param name="Receipt">Its receipt.</param>
/// <typeparam name="T">What transactions of this kind make.</typeparam>
public sealed record Sent<T>(T Value, TransactionReceipt Receipt);
