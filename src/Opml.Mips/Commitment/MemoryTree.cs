using Opml.Mips.Memory;

namespace Opml.Mips.Commitment;

/// <summary>
/// The keccak256 tree over an <see cref="AddressSpace"/>: depth 27, leaves of 32 bytes that are not hashed
/// themselves, a node is keccak256(left ‖ right). Height counts from the leaves (0) to the root (27);
/// an index counts the nodes of one height from address 0. Nodes from pages up are kept,
/// those inside a page are computed when asked for. Not safe for concurrent use; a large update reads the memory
/// from several threads of its own until it returns.
/// </summary>
public sealed class MemoryTree
{
    /// <summary>Levels between the root and the leaves.</summary>
    public const int Depth = 27;

    /// <summary>Bytes in a leaf.</summary>
    public const int LeafSize = 32;

    /// <summary>log2 of <see cref="LeafSize"/>.</summary>
    public const int LeafShift = 5;

    private const int PageHeight = Page.Shift - LeafShift;
    private const int LeavesPerPage = 1 << PageHeight;
    private const int GroupHeight = PageHeight + TreeGroup.Levels;
    private const int HashSize = Keccak256.HashSize;

    // Full pages take a core about 1 ms. A second core would gain a run of a few hundred pages less than the
    // thread pool's own start takes.
    private const int DefaultRangePages = 256;

    private readonly AddressSpace _memory;
    private readonly TreeGroup?[] _groups;
    private readonly int _rangePages;
    private TreeGroup _top;
    private object _token = new();

    /// <summary>A tree over <paramref name="memory"/>, which must not be given to another tree.</summary>
    public MemoryTree(AddressSpace memory)
        : this(memory, DefaultRangePages)
    {
    }

    /// <param name="memory">What the tree stands over.</param>
    /// <param name="rangePages">Pages that a core takes at a time; fewer than twice as many are hashed by the caller's thread alone.</param>
    internal MemoryTree(AddressSpace memory, int rangePages)
    {
        ArgumentNullException.ThrowIfNull(memory);
        _memory = memory;
        _rangePages = rangePages;
        _groups = new TreeGroup?[TreeGroup.Width];
        _top = new TreeGroup(GroupHeight, _token);
    }

    private MemoryTree(AddressSpace memory, MemoryTree origin)
    {
        _memory = memory;
        _rangePages = origin._rangePages;
        _groups = (TreeGroup?[])origin._groups.Clone();
        _top = origin._top;
    }

    /// <summary>The 32-byte root of the memory as it is now; hashes only what was written since the last call.</summary>
    public byte[] ComputeRoot()
    {
        Update();
        return _top.Node(TreeGroup.Levels, 0).ToArray();
    }

    /// <summary>
    /// The 32-byte root of the subtree of height <paramref name="height"/> (0 to 27) at <paramref name="index"/>.
    /// Node 0x31 at depth 8, the input's, is (19, 0x31).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    public byte[] GetNode(int height, uint index)
    {
        CheckNode(height, index);
        Update();
        byte[] node = new byte[HashSize];
        if (height < PageHeight) Inside(index >> (PageHeight - height)).Node(height, index & ((1u << (PageHeight - height)) - 1)).CopyTo(node);
        else KeptNode(height, index).CopyTo(node);
        return node;
    }

    /// <summary>
    /// Siblings on the way from a node to the root, lowest first: (27 − height) × 32 bytes.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    public byte[] GetSiblings(int height, uint index)
    {
        CheckNode(height, index);
        Update();
        byte[] siblings = new byte[(Depth - height) * HashSize];
        TreeGroup? inside = height < PageHeight ? Inside(index >> (PageHeight - height)) : null;
        for (int level = height; level < Depth; level++, index >>= 1)
        {
            uint sibling = index ^ 1;
            ReadOnlySpan<byte> node = level < PageHeight
                ? inside!.Node(level, sibling & ((1u << (PageHeight - level)) - 1))
                : KeptNode(level, sibling);
            node.CopyTo(siblings.AsSpan((level - height) * HashSize));
        }
        return siblings;
    }

    /// <summary>A tree over a fork of this tree's memory. Takes time in the number of 4 MiB regions only.</summary>
    public MemoryTree Fork(AddressSpace fork)
    {
        _token = new object();
        return new MemoryTree(fork, this);
    }

    private static void CheckNode(int height, uint index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(height);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, Depth);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, 1u << (Depth - height));
    }

    private ReadOnlySpan<byte> KeptNode(int height, uint index)
    {
        if (height >= GroupHeight) return _top.Node(height - GroupHeight, index);
        int below = GroupHeight - height;
        TreeGroup? group = _groups[index >> below];
        return group is null
            ? ZeroSubtrees.Root(height)
            : group.Node(height - PageHeight, index & ((1u << below) - 1));
    }

    /// <summary>The nodes inside one page, heights 0 to 7.</summary>
    private TreeGroup Inside(uint pageIndex)
    {
        var nodes = new TreeGroup(0, PageHeight, _token);
        ReadOnlySpan<byte> bytes = _memory.PageBytes(pageIndex);
        if (bytes.IsEmpty) return nodes;
        for (uint leaf = 0; leaf < LeavesPerPage; leaf++)
            nodes.SetNode(0, leaf, bytes.Slice((int)leaf * LeafSize, LeafSize));
        nodes.RehashAll();
        return nodes;
    }

    private void Update()
    {
        if (_memory.DirtyPages.Count == 0) return;
        uint[] nodes = [.. _memory.DirtyPages];
        Array.Sort(nodes);
        byte[] roots = PageRoots(nodes);
        TreeGroup? group = null;
        for (int i = 0; i < nodes.Length; i++)
        {
            if (i == 0 || nodes[i] >> TreeGroup.Levels != nodes[i - 1] >> TreeGroup.Levels) group = WritableGroup(nodes[i] >> TreeGroup.Levels);
            group!.SetNode(0, nodes[i] & (TreeGroup.Width - 1), roots.AsSpan(i * HashSize, HashSize));
        }
        var paths = new ChangedPaths(nodes);
        paths.Climb(_groups);

        if (!ReferenceEquals(_top.Owner, _token)) _top = _top.CloneFor(_token);
        foreach (uint index in paths.Nodes)
            _top.SetNode(0, index, _groups[index]!.Node(TreeGroup.Levels, 0));
        paths.Climb([_top]);
        _memory.ClearDirty();
    }

    /// <summary>The roots of pages; those that a fork has hashed before are known.</summary>
    private byte[] PageRoots(uint[] pages)
    {
        byte[] roots = new byte[pages.Length * HashSize];
        // A fork on another thread may learn a root meanwhile: each page is asked once.
        uint[] unknown = new uint[pages.Length];
        int[] places = new int[pages.Length];
        int count = 0;
        for (int i = 0; i < pages.Length; i++)
        {
            if (_memory.PageAt(pages[i])?.Root is { } root) root.CopyTo(roots, i * HashSize);
            else (unknown[count], places[count++]) = (pages[i], i);
        }
        if (count == 0) return roots;
        byte[] made = Hash(unknown.AsSpan(0, count).ToArray());
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> root = made.AsSpan(i * HashSize, HashSize);
            root.CopyTo(roots.AsSpan(places[i] * HashSize));
            if (_memory.PageAt(unknown[i]) is { } page) page.Root = root.ToArray();
        }
        return roots;
    }

    private byte[] Hash(uint[] pages)
    {
        byte[] roots = new byte[pages.Length * HashSize];
        if (pages.Length / _rangePages < 2)
        {
            PageHasher.Roots(_memory, pages, roots);
            return roots;
        }
        Parallel.For(0, (pages.Length + _rangePages - 1) / _rangePages, i =>
        {
            int from = i * _rangePages;
            PageHasher.Roots(_memory, pages.AsSpan(from, Math.Min(_rangePages, pages.Length - from)), roots.AsSpan(from * HashSize));
        });
        return roots;
    }

    private TreeGroup WritableGroup(uint index)
    {
        TreeGroup? group = _groups[index];
        if (group is null) group = new TreeGroup(PageHeight, _token);
        else if (!ReferenceEquals(group.Owner, _token)) group = group.CloneFor(_token);
        _groups[index] = group;
        return group;
    }
}
