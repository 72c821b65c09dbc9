using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Opml.Mips.Memory;

/// <summary>4096 bytes of guest memory, shared between forked address spaces until somebody writes. They never move.</summary>
internal sealed unsafe class Page
{
    public const int Shift = 12;
    public const int Size = 1 << Shift;

    private static readonly byte[] s_zeros = GC.AllocateArray<byte>(Size, pinned: true);

    public readonly byte[] Data;

    /// <summary>The address space (its token) that may write to the page in place.</summary>
    public object Owner;

    /// <summary>Written since the owner's tree last hashed it.</summary>
    public bool Dirty;

    /// <summary>The 32-byte root of the page's subtree, known from its last hashing until the owner writes again. Forks share it.</summary>
    public byte[]? Root;

    /// <summary>Holds instructions that the owner's observer keeps decoded: it must hear of writes.</summary>
    public bool IsCode;

    /// <summary>A page of zeros, to be read only.</summary>
    public static byte* Zeros => Address(s_zeros);

    /// <summary>Where <see cref="Data"/> lies, as long as the page is reachable.</summary>
    public byte* Pointer => Address(Data);

    /// <summary>A page of zeros.</summary>
    /// <param name="owner">Who may write to it.</param>
    public Page(object owner)
        : this(owner, GC.AllocateArray<byte>(Size, pinned: true))
    {
    }

    private Page(object owner, byte[] data)
    {
        Owner = owner;
        Data = data;
    }

    /// <summary>A page of any bytes, to be filled at once.</summary>
    public static Page ToBeFilled(object owner) => new(owner, GC.AllocateUninitializedArray<byte>(Size, pinned: true));

    public Page CloneFor(object newOwner)
    {
        Page copy = ToBeFilled(newOwner);
        Data.CopyTo(copy.Data, 0);
        return copy;
    }

    private static byte* Address(byte[] pinned) => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));
}
