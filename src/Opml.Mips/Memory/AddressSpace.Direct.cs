namespace Opml.Mips.Memory;

// What engines need that read and write pages in place, by their tables.
public sealed partial class AddressSpace
{
    /// <summary>Enters the page for reading. Returns its table entry: host address less guest address.</summary>
    internal unsafe nint OpenForRead(uint pageIndex)
    {
        Page? page = PageAt(pageIndex);
        Tables.SetReadable(pageIndex, page is null ? Page.Zeros : page.Pointer);
        return Tables.Reads[pageIndex];
    }

    /// <summary>
    /// Readies the page for a write of the engine's, whose observer knows of it, and enters it for reading and, unless it is code, for writing.
    /// Returns what its table entry is or would be.
    /// </summary>
    internal unsafe nint OpenForWrite(uint pageIndex)
    {
        Own(pageIndex);
        return Tables.Reads[pageIndex];
    }

    /// <summary>From now on writes to the page come to the observer's ears first.</summary>
    internal void MarkCode(uint pageIndex)
    {
        if (PageAt(pageIndex) is { } page) page.IsCode = true;
        _tables?.Protect(pageIndex);
    }

    private unsafe void UpdateTables(uint pageIndex, Page page)
    {
        if (_tables is not { } tables) return;
        tables.SetReadable(pageIndex, page.Pointer);
        if (page.IsCode) tables.Protect(pageIndex);
        else tables.SetWritable(pageIndex, page.Pointer);
    }
}
