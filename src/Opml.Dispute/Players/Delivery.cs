namespace Opml.Dispute.Players;

/// <summary>A move that is on the chain.</summary>
/// <param name="Block">In which block.</param>
/// <param name="IsNews">Whether it was not known to be before, by this process or another.</param>
internal readonly record struct Delivery(ulong Block, bool IsNews);
