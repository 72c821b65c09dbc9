namespace Opml.Mips.Commitment;

/// <summary>Roots of 4096-byte pages: subtrees of height 7.</summary>
internal static class PageHasher
{
    private const int HashSize = Keccak256.HashSize;

    /// <summary>Writes the root of a page's 4096 bytes; an empty span stands for a page of zeros.</summary>
    public static void Root(ReadOnlySpan<byte> page, Span<byte> destination)
    {
        if (page.IsEmpty)
        {
            ZeroSubtrees.Root(7).CopyTo(destination);
            return;
        }
        Span<byte> nodes = stackalloc byte[page.Length / 2];
        for (int i = 0; i < page.Length / 64; i++)
            HashOrZero(page.Slice(i * 64, 64), nodes[(i * HashSize)..]);
        for (int count = page.Length / 64; count > 1; count /= 2)
            for (int i = 0; i < count / 2; i++)
                Keccak256.HashPair(nodes.Slice(i * 64, 64), nodes[(i * HashSize)..]);
        nodes[..HashSize].CopyTo(destination);
    }

    private static void HashOrZero(ReadOnlySpan<byte> leaves, Span<byte> destination)
    {
        if (leaves.ContainsAnyExcept((byte)0)) Keccak256.HashPair(leaves, destination);
        else ZeroSubtrees.Root(1).CopyTo(destination);
    }
}
