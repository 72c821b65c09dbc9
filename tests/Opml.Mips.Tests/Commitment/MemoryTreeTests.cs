using Opml.Mips.Commitment;
using Opml.Mips.Memory;

namespace Opml.Mips.Tests.Commitment;

/// <summary>The tree against a naive one, that keeps the leaves in a dictionary and hashes all of it each time.</summary>
public class MemoryTreeTests
{
    [Theory]
    [InlineData(0, "838c5655cb21c6cb83313b5a631175dff4963772cce9108188b34ac87c81c41e", 27)]
    [InlineData(0, "ad3228b676f7d3cd4284a5443f17f1962b36e491b30a40b2405849e597ba5fb5", 1)]
    [InlineData(0, "0000000000000000000000000000000000000000000000000000000000000000", 0)]
    public void Roots_of_zero_subtrees(uint index, string root, int height) =>
        Assert.Equal(root, Convert.ToHexStringLower(new MemoryTree(new AddressSpace()).GetNode(height, index)));

    [Fact]
    public void Agrees_with_a_naive_tree_on_sparse_writes_and_in_forks()
    {
        var random = new Random(4);
        var pairs = new List<(AddressSpace Memory, MemoryTree Tree, Dictionary<uint, uint> Words)>();
        var first = new AddressSpace();
        pairs.Add((first, new MemoryTree(first), []));
        for (int round = 0; round < 60; round++)
        {
            (AddressSpace memory, MemoryTree tree, Dictionary<uint, uint> words) = pairs[random.Next(pairs.Count)];
            for (int i = random.Next(40); i > 0; i--)
            {
                uint address = Address(random);
                uint value = random.Next(4) == 0 ? 0 : (uint)random.Next();
                memory.WriteWord(address, value);
                words[address] = value;
            }
            if (random.Next(2) == 0) Assert.Equal(Naive(words, 27, 0), tree.ComputeRoot());
            if (random.Next(3) == 0 && pairs.Count < 8)
            {
                AddressSpace fork = memory.Fork();
                pairs.Add((fork, tree.Fork(fork), new(words)));
            }
        }
        foreach ((AddressSpace _, MemoryTree tree, Dictionary<uint, uint> words) in pairs)
        {
            Assert.Equal(Naive(words, 27, 0), tree.ComputeRoot());
            foreach (uint address in words.Keys.Take(10))
            {
                int height = random.Next(28);
                Assert.Equal(Naive(words, height, (address >> 5) >> height), tree.GetNode(height, (address >> 5) >> height));
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(19)]
    [InlineData(26)]
    [InlineData(27)]
    public void Siblings_lead_from_a_node_to_the_root(int height)
    {
        var random = new Random(5);
        var memory = new AddressSpace();
        for (int i = 0; i < 300; i++) memory.WriteWord(Address(random), (uint)random.Next());
        var tree = new MemoryTree(memory);
        uint index = (Address(random) >> 5) >> height;
        byte[] node = tree.GetNode(height, index), siblings = tree.GetSiblings(height, index);
        Assert.Equal((27 - height) * 32, siblings.Length);
        for (int i = 0; i < siblings.Length; i += 32, index >>= 1)
        {
            byte[] sibling = siblings[i..(i + 32)];
            node = Keccak256.Hash(index % 2 == 0 ? [.. node, .. sibling] : [.. sibling, .. node]);
        }
        Assert.Equal(tree.ComputeRoot(), node);
    }

    [Fact]
    public void Input_and_output_are_the_nodes_0x31_and_0x32_at_depth_8()
    {
        var memory = new AddressSpace();
        var tree = new MemoryTree(memory);
        byte[] zero = ZeroSubtrees.Root(19).ToArray();
        memory.WriteWord(MemoryMap.Input, 1);
        memory.WriteWord(MemoryMap.Output - 4, 1);
        Assert.NotEqual(zero, tree.GetNode(19, 0x31));
        Assert.Equal(zero, tree.GetNode(19, 0x30));
        Assert.Equal(zero, tree.GetNode(19, 0x32));
        memory.WriteWord(MemoryMap.Output, 1);
        Assert.NotEqual(zero, tree.GetNode(19, 0x32));
        Assert.Equal(zero, tree.GetNode(19, 0x33));
    }

    [Theory]
    [InlineData(-1, 0u)]
    [InlineData(28, 0u)]
    [InlineData(27, 1u)]
    [InlineData(19, 256u)]
    [InlineData(0, 1u << 27)]
    public void There_are_no_other_nodes(int height, uint index)
    {
        var tree = new MemoryTree(new AddressSpace());
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.GetNode(height, index));
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.GetSiblings(height, index));
    }

    /// <summary>Addresses crowd in a few pages, and some lie anywhere.</summary>
    private static uint Address(Random random) => (random.Next(4) switch
    {
        0 => (uint)random.NextInt64(1L << 32),
        1 => 0x7fff_c000u + (uint)random.Next(0x2000),
        2 => (uint)random.Next(0x1000),
        _ => 0xffff_f000u + (uint)random.Next(0x1000),
    }) & ~3u;

    private static byte[] Naive(Dictionary<uint, uint> words, int height, uint index)
    {
        var nodes = new Dictionary<uint, byte[]>();
        foreach ((uint address, uint value) in words)
        {
            uint leaf = address >> 5;
            if (leaf >> height != index) continue;
            if (!nodes.TryGetValue(leaf, out byte[]? bytes)) nodes[leaf] = bytes = new byte[32];
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan((int)(address & 28)), value);
        }
        byte[] zero = new byte[32];
        for (int level = 0; level < height; level++)
        {
            nodes = nodes.Keys.Select(i => i >> 1).Distinct().ToDictionary(
                parent => parent,
                parent => Keccak256.Hash([.. nodes.GetValueOrDefault(2 * parent, zero), .. nodes.GetValueOrDefault(2 * parent + 1, zero)]));
            zero = Keccak256.Hash([.. zero, .. zero]);
        }
        return nodes.GetValueOrDefault(index, zero);
    }
}
