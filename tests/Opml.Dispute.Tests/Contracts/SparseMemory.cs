using System.Buffers.Binary;
using Opml.Dispute.Contracts;
using Opml.Ethereum;

namespace Opml.Dispute.Tests.Contracts;

/// <summary>A memory tree of height 27 with few leaves, computed by the definition: the oracle for what the contract computes.</summary>
public sealed class SparseMemory
{
    private const int Height = 27;
    private static readonly Hash32[] _zero = ZeroRoots();
    private readonly SortedList<uint, byte[]> _leaves = [];

    public Hash32 Root => Hash(Height, 0);

    /// <summary>For proof builders.</summary>
    public MemoryNode Nodes => (height, index) => height == 0
        ? _leaves.TryGetValue(index, out var leaf) ? leaf : new byte[32]
        : Hash(height, index).ToArray();

    public SparseMemory Clone()
    {
        var copy = new SparseMemory();
        foreach (var (index, leaf) in _leaves)
            copy._leaves.Add(index, [.. leaf]);

        return copy;
    }

    public SparseMemory Write(uint address, ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++, address++)
        {
            if (!_leaves.TryGetValue(address >> 5, out var leaf))
                _leaves.Add(address >> 5, leaf = new byte[32]);
            leaf[address & 31] = bytes[i];
        }

        return this;
    }

    /// <summary>Length, then bytes, as the input's and the output's regions have them.</summary>
    public SparseMemory WriteRegion(uint address, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(length, (uint)bytes.Length);
        return Write(address, length).Write(address + 4, bytes);
    }

    private Hash32 Hash(int height, uint index)
    {
        if (!AnyBelow(height, index))
            return _zero[height];
        if (height == 0)
            return new Hash32(_leaves[index]);

        var pair = new byte[64];
        Hash(height - 1, index * 2).CopyTo(pair);
        Hash(height - 1, (index * 2) + 1).CopyTo(pair.AsSpan(32));
        return Keccak256.Hash(pair);
    }

    private bool AnyBelow(int height, uint index)
    {
        ulong first = (ulong)index << height;
        var (low, high) = (0, _leaves.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_leaves.Keys[middle] < first)
                low = middle + 1;
            else
                high = middle;
        }

        return low < _leaves.Count && _leaves.Keys[low] < first + (1UL << height);
    }

    private static Hash32[] ZeroRoots()
    {
        var roots = new Hash32[Height + 1];
        for (var height = 1; height <= Height; height++)
            roots[height] = Keccak256.Hash([.. roots[height - 1].ToArray(), .. roots[height - 1].ToArray()]);

        return roots;
    }
}
