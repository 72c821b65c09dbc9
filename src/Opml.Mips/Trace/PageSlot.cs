using Opml.Mips.Memory;

namespace Opml.Mips.Trace;

/// <summary>A page that snapshots share: in memory, or on disk. Guarded by its store.</summary>
internal sealed class PageSlot(Page page)
{
    /// <summary>Bytes of memory that a page takes, with its root and what leads to it.</summary>
    public const long Cost = Memory.Page.Size + 200;

    /// <summary>Bytes of memory that a page on disk takes.</summary>
    public const long DiskCost = 160;

    /// <summary>The page; null once it is on disk.</summary>
    public Page? Page = page;

    /// <summary>Where it is on disk, in pages.</summary>
    public long Block = -1;

    /// <summary>CRC-32C of what was written.</summary>
    public uint Checksum;

    /// <summary>The root of a page on disk, if anybody has hashed it.</summary>
    public byte[]? Root;

    /// <summary>The last sweep that found it in a snapshot.</summary>
    public int Mark;
}
