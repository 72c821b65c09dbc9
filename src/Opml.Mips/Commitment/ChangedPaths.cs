namespace Opml.Mips.Commitment;

/// <summary>
/// The way up from changed nodes, a level of all of them at a time, so that the batches stay wide wherever the
/// changes lie.
/// </summary>
internal sealed class ChangedPaths
{
    private const int HashSize = Keccak256.HashSize;
    private const int PairSize = KeccakBatch.PairSize;
    private const int BatchPairs = 64;

    private readonly uint[] _nodes;
    private int _count;

    /// <param name="nodes">Indices, ascending, of the changed nodes of one height. Overwritten.</param>
    public ChangedPaths(uint[] nodes)
    {
        _nodes = nodes;
        _count = nodes.Length;
    }

    /// <summary>Indices of the changed nodes of the height reached.</summary>
    public ReadOnlySpan<uint> Nodes => _nodes.AsSpan(0, _count);

    /// <summary>
    /// Rehashes what stands above the changed nodes in their groups, whose lowest level they are; afterwards
    /// <see cref="Nodes"/> are the groups' roots, which is to say the indices of the groups.
    /// </summary>
    public void Climb(TreeGroup?[] groups)
    {
        for (int level = 1; level <= TreeGroup.Levels; level++)
        {
            MoveToParents();
            Rehash(groups, level, Nodes);
        }
    }

    private void MoveToParents()
    {
        int kept = 0;
        for (int i = 0; i < _count; i++)
        {
            uint parent = _nodes[i] >> 1;
            if (kept == 0 || _nodes[kept - 1] != parent) _nodes[kept++] = parent;
        }
        _count = kept;
    }

    private static void Rehash(TreeGroup?[] groups, int level, ReadOnlySpan<uint> nodes)
    {
        int shift = TreeGroup.Levels - level;
        uint mask = (1u << shift) - 1;
        Span<byte> pairs = stackalloc byte[BatchPairs * PairSize];
        for (; !nodes.IsEmpty; nodes = nodes[Math.Min(BatchPairs, nodes.Length)..])
        {
            ReadOnlySpan<uint> batch = nodes[..Math.Min(BatchPairs, nodes.Length)];
            for (int i = 0; i < batch.Length; i++)
                groups[batch[i] >> shift]!.Pair(level, batch[i] & mask).CopyTo(pairs[(i * PairSize)..]);
            KeccakBatch.HashPairs(pairs[..(batch.Length * PairSize)], pairs);
            for (int i = 0; i < batch.Length; i++)
                groups[batch[i] >> shift]!.SetNode(level, batch[i] & mask, pairs.Slice(i * HashSize, HashSize));
        }
    }
}
