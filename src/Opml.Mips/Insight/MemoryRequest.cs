namespace Opml.Mips.Insight;

/// <summary>A slice of memory that is wanted.</summary>
/// <param name="Address">Where it begins.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Format">What they are read as.</param>
public sealed record MemoryRequest(GuestAddress Address, int Length, MemoryFormat Format);
