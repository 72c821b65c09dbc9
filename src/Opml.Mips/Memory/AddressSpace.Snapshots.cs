namespace Opml.Mips.Memory;

// What snapshots need: pages as they are now, and back.
public sealed partial class AddressSpace
{
    /// <summary>Entries of the directory, and of each of its tables.</summary>
    internal const int DirectorySize = TableSize;

    /// <summary>
    /// Makes every page as good as another's: the next write to it goes to a copy. Returns the directory of tables of pages as they are
    /// now, which never changes from then on; a table that is the same object as in an earlier directory has the same pages.
    /// </summary>
    internal Page?[]?[] Capture()
    {
        Freeze();
        return (Page?[]?[])_directory.Clone();
    }

    /// <summary>Takes over a page that is never written to again in place of its own. It counts as written.</summary>
    internal void Adopt(uint pageIndex, Page page)
    {
        ref Page? entry = ref WritableTable(pageIndex)[pageIndex & TableMask];
        if (entry is null) PageCount++;
        entry = page;
        _dirty.Add(pageIndex);
    }

    private void Freeze()
    {
        // A new token makes every page foreign, so that the next write copies it.
        _token = new object();
        Array.Clear(_tableOwners);
        _tables?.ProtectAll();
    }
}
