using System.Runtime.ConstrainedExecution;
using System.Runtime.InteropServices;

namespace Opml.Mips.Memory;

/// <summary>
/// Where the guest's pages lie in the host's memory, for engines that read and write them directly.
/// An entry is the host address of the page less the guest's, so that entry + guest address is the byte; 0 sends the
/// access the slow way round: nothing has been read there yet, or a write has to be noticed (a page that is shared,
/// clean or code).
/// </summary>
/// <remarks>An address shifted right by <see cref="Page.Shift"/> is an index, whatever the address. The tables are zero pages of the operating system until touched.</remarks>
internal sealed unsafe class PageTables : CriticalFinalizerObject
{
    /// <summary>Entries of each table; the one for stores lies behind the one for loads, so that one pointer serves for both.</summary>
    public const int Entries = 1 << (32 - Page.Shift);

    private const long UsuallyTouched = 1 << 18;

    // The GNU C library learns from what is freed to serve blocks of up to 32 MiB from its heap, and clears those by hand. A larger one
    // always comes as zero pages of the operating system's: what lies behind the tables is address space that nobody touches.
    private const nuint NeverTouched = 16 << 20;

    private uint[] _writable = new uint[64];
    private int _writableCount;

    public PageTables()
    {
        Reads = (nint*)NativeMemory.AllocZeroed((2 * (nuint)Entries * (nuint)sizeof(nint)) + NeverTouched, 1);
        Writes = Reads + Entries;
        GC.AddMemoryPressure(UsuallyTouched);
    }

    ~PageTables()
    {
        NativeMemory.Free(Reads);
        GC.RemoveMemoryPressure(UsuallyTouched);
    }

    /// <summary>Entries for loads.</summary>
    public nint* Reads { get; }

    /// <summary>Entries for stores: pages that belong to this address space alone, are dirty, and not code.</summary>
    public nint* Writes { get; }

    public void SetReadable(uint pageIndex, byte* data) => Reads[pageIndex] = Bias(pageIndex, data);

    public void SetWritable(uint pageIndex, byte* data)
    {
        Writes[pageIndex] = Bias(pageIndex, data);
        if (_writableCount == _writable.Length) Array.Resize(ref _writable, 2 * _writableCount);
        _writable[_writableCount++] = pageIndex;
    }

    public void Protect(uint pageIndex) => Writes[pageIndex] = 0;

    /// <summary>Sends the next write to any page the slow way round.</summary>
    public void ProtectAll()
    {
        while (_writableCount > 0) Writes[_writable[--_writableCount]] = 0;
    }

    private static nint Bias(uint pageIndex, byte* data) => (nint)data - (nint)((ulong)pageIndex << Page.Shift);
}
