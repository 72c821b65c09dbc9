namespace Opml.Dispute.Store;

/// <summary>What a reading of the chain index came to.</summary>
/// <param name="Cursor">The last block whose logs were given; null where the index has none.</param>
public sealed record IndexReading(BlockMark? Cursor);
