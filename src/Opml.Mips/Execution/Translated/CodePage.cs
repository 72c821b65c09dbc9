using System.Buffers.Binary;
using System.Collections.Concurrent;
using Opml.Mips.Memory;

namespace Opml.Mips.Execution.Translated;

/// <summary>
/// What the instructions of one page decode to, and how often they were jumped to. A steady page keeps the bytes that it
/// was made of, never changes, and may serve several forks at once. One whose code the guest writes to is its
/// address space's alone and is never translated.
/// </summary>
internal sealed class CodePage
{
    /// <summary>Instructions on a page.</summary>
    public const int Length = Page.Size / 4;

    private readonly byte[]? _bytes;
    private Unit?[]? _units;
    private ConcurrentDictionary<uint, Task<Unit>>? _pending;

    private CodePage(uint index, byte[]? bytes, int heat)
    {
        Index = index;
        _bytes = bytes;
        Ops = new MicroOp[Length];
        Heat = new int[Length];
        Array.Fill(Heat, heat);
        if (bytes is null) Array.Fill(Ops, MicroOp.Undecoded);
        else DecodeAll();
    }

    /// <summary>Address / 4096.</summary>
    public uint Index { get; }

    /// <summary>The page's instructions: all of a steady page, which threads may share; of another one those that have been met.</summary>
    public MicroOp[] Ops { get; }

    /// <summary>Jumps to each instruction until it is worth a translation; counts down. Forks that run at once may lose counts.</summary>
    public int[] Heat { get; }

    /// <summary>Whether the bytes are those it was made of.</summary>
    public bool IsSteady => _bytes is not null;

    /// <summary>A steady page of these bytes; empty for a page of zeros.</summary>
    public static CodePage Steady(uint index, ReadOnlySpan<byte> bytes, int heat)
    {
        byte[] copy = new byte[Page.Size];
        bytes.CopyTo(copy);
        return new CodePage(index, copy, heat);
    }

    /// <summary>A page that the guest writes to.</summary>
    public static CodePage Changing(uint index) => new(index, null, int.MaxValue);

    /// <summary>Whether a steady page is made of these bytes; empty for zeros.</summary>
    public bool Matches(ReadOnlySpan<byte> bytes) =>
        bytes.IsEmpty ? !_bytes.AsSpan().ContainsAnyExcept((byte)0) : bytes.SequenceEqual(_bytes);

    /// <summary>The instruction word of a steady page.</summary>
    public uint Word(uint address) => BinaryPrimitives.ReadUInt32BigEndian(_bytes.AsSpan((int)(address & (Page.Size - 4))));

    /// <summary>The translation that begins at an address, if there is one.</summary>
    public Unit? UnitAt(uint address) => _units is null ? null : Volatile.Read(ref _units[Slot(address)]);

    /// <summary>Offers a translation to all who run this page.</summary>
    public void Add(uint address, Unit unit)
    {
        if (_units is null) Interlocked.CompareExchange(ref _units, new Unit?[Length], null);
        Volatile.Write(ref _units[Slot(address)], unit);
    }

    /// <summary>The translation being made that an address is part of, if there is one, until it is forgotten.</summary>
    public Task<Unit>? PendingAt(uint address) => _pending is { } pending && pending.TryGetValue(address, out Task<Unit>? task) ? task : null;

    /// <summary>Remembers that an address is part of a translation being made, unless it is of another one.</summary>
    public void Await(uint address, Task<Unit> translation)
    {
        if (_pending is null) Interlocked.CompareExchange(ref _pending, new(), null);
        _pending.TryAdd(address, translation);
    }

    /// <summary>Forgets a translation that was being made.</summary>
    public void Forget(uint address) => _pending?.TryRemove(address, out _);

    private void DecodeAll()
    {
        uint address = Index << Page.Shift;
        for (int i = 0; i < Length; i++, address += 4) Ops[i] = MicroOp.Decode(Word(address), address);
    }

    /// <summary>Index of an address in <see cref="Ops"/> and <see cref="Heat"/>.</summary>
    public static int Slot(uint address) => (int)((address >> 2) & (Length - 1));
}
