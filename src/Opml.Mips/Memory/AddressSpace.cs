using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Opml.Mips.Memory;

/// <summary>
/// The guest's 2^32 bytes. Memory never written is zero and takes no room. A fork shares all pages
/// with its origin and copies one when either of the two first writes to it.
/// Not safe for concurrent use; different forks may be used from different threads.
/// </summary>
public sealed partial class AddressSpace
{
    private const int TableBits = 10;
    private const int TableSize = 1 << TableBits;
    private const uint TableMask = TableSize - 1;

    private readonly Page?[]?[] _directory;
    private readonly object?[] _tableOwners;
    private readonly HashSet<uint> _dirty;
    private object _token = new();
    private PageTables? _tables;

    /// <summary>An empty address space: all bytes zero.</summary>
    public AddressSpace()
    {
        _directory = new Page?[]?[TableSize];
        _tableOwners = new object?[TableSize];
        _dirty = [];
    }

    private AddressSpace(AddressSpace origin)
    {
        _directory = (Page?[]?[])origin._directory.Clone();
        _tableOwners = new object?[TableSize];
        _dirty = [.. origin._dirty];
        PageCount = origin.PageCount;
    }

    /// <summary>How many pages of 4096 bytes have been written to.</summary>
    public int PageCount { get; private set; }

    /// <summary>Who hears of writes to code, if anybody.</summary>
    internal IWriteObserver? Observer { get; set; }

    /// <summary>The host addresses of the pages, made at the first call and kept up from then on.</summary>
    internal PageTables Tables => _tables ??= new PageTables();

    /// <summary>Indices (address / 4096) of the pages written since <see cref="ClearDirty"/>.</summary>
    internal IReadOnlyCollection<uint> DirtyPages => _dirty;

    /// <summary>A copy that shares the pages until one side writes. Takes time in the size of the page directory only.</summary>
    public AddressSpace Fork()
    {
        Freeze();
        var fork = new AddressSpace(this);
        fork.Observer = Observer?.ForFork(fork);
        return fork;
    }

    /// <summary>The big-endian word at <paramref name="address"/>, whose low two bits are ignored.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint ReadWord(uint address)
    {
        Page? page = _directory[address >> (Page.Shift + TableBits)]?[(address >> Page.Shift) & TableMask];
        return page is null
            ? 0
            : BinaryPrimitives.ReadUInt32BigEndian(page.Data.AsSpan((int)(address & (Page.Size - 4)), 4));
    }

    /// <summary>Writes a big-endian word at <paramref name="address"/>, whose low two bits are ignored.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteWord(uint address, uint value)
    {
        byte[] data = WritablePage(address >> Page.Shift).Data;
        BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan((int)(address & (Page.Size - 4)), 4), value);
    }

    /// <summary>Copies bytes out, from <paramref name="address"/> upwards.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range passes 2^32.</exception>
    public void Read(uint address, Span<byte> destination)
    {
        CheckRange(address, destination.Length);
        while (!destination.IsEmpty)
        {
            int offset = (int)(address & (Page.Size - 1));
            int count = Math.Min(Page.Size - offset, destination.Length);
            Page? page = PageAt(address >> Page.Shift);
            if (page is null) destination[..count].Clear();
            else page.Data.AsSpan(offset, count).CopyTo(destination);
            destination = destination[count..];
            address += (uint)count;
        }
    }

    /// <summary>Copies bytes in, from <paramref name="address"/> upwards.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range passes 2^32.</exception>
    public void Write(uint address, ReadOnlySpan<byte> source)
    {
        CheckRange(address, source.Length);
        while (!source.IsEmpty)
        {
            int offset = (int)(address & (Page.Size - 1));
            int count = Math.Min(Page.Size - offset, source.Length);
            // Zeros over memory that is zero anyway need no page.
            if (PageAt(address >> Page.Shift) is not null || source[..count].ContainsAnyExcept((byte)0))
                source[..count].CopyTo(WritablePage(address >> Page.Shift).Data.AsSpan(offset));
            source = source[count..];
            address += (uint)count;
        }
    }

    /// <summary>The page, or null where memory was never written; to be read only.</summary>
    internal Page? PageAt(uint pageIndex) => _directory[pageIndex >> TableBits]?[pageIndex & TableMask];

    /// <summary>The page's bytes, or an empty span where memory was never written.</summary>
    internal ReadOnlySpan<byte> PageBytes(uint pageIndex)
    {
        Page? page = PageAt(pageIndex);
        return page is null ? default : page.Data;
    }

    internal void ClearDirty()
    {
        foreach (uint index in _dirty)
            if (PageAt(index) is { } page && ReferenceEquals(page.Owner, _token))
                page.Dirty = false;
        _dirty.Clear();
        _tables?.ProtectAll();
    }

    private static void CheckRange(uint address, int length)
    {
        if ((ulong)address + (ulong)length > 1UL << 32)
            throw new ArgumentOutOfRangeException(nameof(address), $"{length} bytes at 0x{address:x8} pass the end of the 32-bit address space.");
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Page WritablePage(uint pageIndex)
    {
        Page? page = _directory[pageIndex >> TableBits]?[pageIndex & TableMask];
        return page is not null && page.Dirty && !page.IsCode && ReferenceEquals(page.Owner, _token) ? page : MakeWritable(pageIndex);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Page MakeWritable(uint pageIndex)
    {
        if (Observer is { } observer && observer.IsCode(pageIndex)) observer.BeforeWrite(pageIndex);
        return Own(pageIndex);
    }

    private Page?[] WritableTable(uint pageIndex)
    {
        uint directoryIndex = pageIndex >> TableBits;
        Page?[]? table = _directory[directoryIndex];
        if (table is not null && ReferenceEquals(_tableOwners[directoryIndex], _token)) return table;
        table = table is null ? new Page?[TableSize] : (Page?[])table.Clone();
        _directory[directoryIndex] = table;
        _tableOwners[directoryIndex] = _token;
        return table;
    }

    /// <summary>Makes the page this address space's own, and dirty; its table entries follow. Tells no observer.</summary>
    private Page Own(uint pageIndex)
    {
        Page?[] table = WritableTable(pageIndex);
        Page? page = table[pageIndex & TableMask];
        if (page is null)
        {
            page = new Page(_token);
            PageCount++;
        }
        else if (!ReferenceEquals(page.Owner, _token))
        {
            page = page.CloneFor(_token);
        }
        page.Dirty = true;
        page.Root = null;
        page.IsCode = Observer?.IsCode(pageIndex) ?? false;
        _dirty.Add(pageIndex);
        table[pageIndex & TableMask] = page;
        UpdateTables(pageIndex, page);
        return page;
    }
}
