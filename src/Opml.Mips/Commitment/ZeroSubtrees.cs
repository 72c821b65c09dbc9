namespace Opml.Mips.Commitment;

/// <summary>Roots of subtrees in which every byte is zero.</summary>
public static class ZeroSubtrees
{
    private static readonly byte[] s_roots = Compute();

    /// <summary>
    /// The 32-byte root of the zero subtree of <paramref name="height"/> levels: a leaf of 32 zero bytes at
    /// height 0, the root of an empty memory at height 27.
    /// </summary>
    public static ReadOnlySpan<byte> Root(int height) =>
        s_roots.AsSpan(height * Keccak256.HashSize, Keccak256.HashSize);

    private static byte[] Compute()
    {
        byte[] roots = new byte[(MemoryTree.Depth + 1) * Keccak256.HashSize];
        for (int height = 1; height <= MemoryTree.Depth; height++)
        {
            ReadOnlySpan<byte> below = roots.AsSpan((height - 1) * Keccak256.HashSize, Keccak256.HashSize);
            Keccak256.HashPair(below, below, roots.AsSpan(height * Keccak256.HashSize));
        }
        return roots;
    }
}
