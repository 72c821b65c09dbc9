namespace Opml.Mips.Commitment;

/// <summary>
/// A complete binary subtree kept in one array, as a heap: node 1 is its root, the lowest level stands last.
/// Shared between forked trees until one of them writes.
/// </summary>
internal sealed class TreeGroup
{
    /// <summary>Levels of the groups that a memory tree keeps: ten above the pages, ten above those.</summary>
    public const int Levels = 10;

    /// <summary>Nodes on the lowest level of such a group.</summary>
    public const int Width = 1 << Levels;

    private const int HashSize = Keccak256.HashSize;

    private readonly int _levels;
    private readonly byte[] _nodes;

    /// <param name="baseHeight">Height in the whole tree of the lowest level; sets the zero subtrees to start with.</param>
    /// <param name="owner">Token of the tree that may write in place.</param>
    public TreeGroup(int baseHeight, object owner)
        : this(baseHeight, Levels, owner)
    {
    }

    /// <inheritdoc cref="TreeGroup(int, object)"/>
    public TreeGroup(int baseHeight, int levels, object owner)
    {
        _levels = levels;
        _nodes = new byte[(2 << levels) * HashSize];
        Owner = owner;
        for (int level = 0; level <= levels; level++)
        {
            ReadOnlySpan<byte> zero = ZeroSubtrees.Root(baseHeight + level);
            int count = 1 << (levels - level);
            for (int i = 0; i < count; i++)
                zero.CopyTo(_nodes.AsSpan((count + i) * HashSize));
        }
    }

    private TreeGroup(TreeGroup origin, object owner)
    {
        _levels = origin._levels;
        _nodes = (byte[])origin._nodes.Clone();
        Owner = owner;
    }

    public object Owner { get; }

    public TreeGroup CloneFor(object owner) => new(this, owner);

    /// <summary>The node <paramref name="level"/> levels above the lowest.</summary>
    public ReadOnlySpan<byte> Node(int level, uint index) => _nodes.AsSpan(Offset(level, index), HashSize);

    public void SetLowest(uint index, ReadOnlySpan<byte> hash) => hash.CopyTo(_nodes.AsSpan(Offset(0, index), HashSize));

    /// <summary>Recomputes what stands above the given nodes of the lowest level. Ascending; only the low bits of each count.</summary>
    public void Rehash(ReadOnlySpan<uint> changed)
    {
        uint[] indices = new uint[changed.Length];
        uint mask = (1u << _levels) - 1;
        for (int i = 0; i < indices.Length; i++) indices[i] = changed[i] & mask;
        int count = indices.Length;
        for (int level = 1; level <= _levels; level++)
        {
            int kept = 0;
            for (int i = 0; i < count; i++)
            {
                uint parent = indices[i] >> 1;
                if (kept > 0 && indices[kept - 1] == parent) continue;
                indices[kept++] = parent;
                HashNode(level, parent);
            }
            count = kept;
        }
    }

    /// <summary>Recomputes every node above the lowest level.</summary>
    public void RehashAll()
    {
        for (int level = 1; level <= _levels; level++)
            for (uint index = 0; index < 1u << (_levels - level); index++)
                HashNode(level, index);
    }

    private void HashNode(int level, uint index) =>
        Keccak256.HashPair(_nodes.AsSpan(Offset(level - 1, index << 1), 2 * HashSize), _nodes.AsSpan(Offset(level, index), HashSize));

    private int Offset(int level, uint index) => ((1 << (_levels - level)) + (int)index) * HashSize;
}
