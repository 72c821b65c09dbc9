namespace Opml.Mips.Memory;

/// <summary>4096 bytes of guest memory, shared between forked address spaces until somebody writes.</summary>
internal sealed class Page(object owner)
{
    public const int Shift = 12;
    public const int Size = 1 << Shift;

    public readonly byte[] Data = new byte[Size];

    /// <summary>The address space (its token) that may write to the page in place.</summary>
    public object Owner = owner;

    /// <summary>Written since the owner's tree last hashed it.</summary>
    public bool Dirty;

    public Page CloneFor(object newOwner)
    {
        var copy = new Page(newOwner);
        Data.CopyTo(copy.Data, 0);
        return copy;
    }
}
