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

    /// <summary>The two nodes, side by side, below the node <paramref name="level"/> (1 or more) levels above the lowest.</summary>
    public ReadOnlySpan<byte> Pair(int level, uint index) => _nodes.AsSpan(Offset(level - 1, index << 1), 2 * HashSize);

    public void SetNode(int level, uint index, ReadOnlySpan<byte> hash) => hash.CopyTo(_nodes.AsSpan(Offset(level, index), HashSize));

    /// <summary>Recomputes every node above the lowest level.</summary>
    public void RehashAll()
    {
        for (int level = 1; level <= _levels; level++)
        {
            int bytes = (1 << (_levels - level)) * HashSize;
            KeccakBatch.HashPairs(_nodes.AsSpan(2 * bytes, 2 * bytes), _nodes.AsSpan(bytes, bytes));
        }
    }

    private int Offset(int level, uint index) => ((1 << (_levels - level)) + (int)index) * HashSize;
}
