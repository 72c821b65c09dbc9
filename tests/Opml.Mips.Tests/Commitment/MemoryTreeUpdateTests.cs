using Opml.Mips.Commitment;
using Opml.Mips.Memory;

namespace Opml.Mips.Tests.Commitment;

/// <summary>Many pages at once: hashed on one thread, on several, and node by node.</summary>
public class MemoryTreeUpdateTests
{
    private const int Serial = int.MaxValue;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(1500)]
    public void Any_number_of_pages_hashes_the_same_on_one_thread_and_on_several(int count)
    {
        var random = new Random(count);
        uint[] pages = [.. Enumerable.Range(0, count).Select(_ => Page(random))];
        var memory = new AddressSpace();
        foreach (uint page in pages) Fill(memory, page, random);
        byte[] expected = Plain(memory, pages);
        foreach (int rangePages in new[] { Serial, 1, 8, 32 })
            Assert.Equal(expected, new MemoryTree(memory.Fork(), rangePages).ComputeRoot());
        Assert.Equal(expected, new MemoryTree(memory).ComputeRoot());
    }

    [Fact]
    public void Large_updates_agree_in_forks_of_forks()
    {
        var random = new Random(6);
        var memory = new AddressSpace();
        var states = new List<(AddressSpace Memory, MemoryTree Tree, HashSet<uint> Pages)> { (memory, new MemoryTree(memory, 8), []) };
        for (int round = 0; round < 12; round++)
        {
            (AddressSpace origin, MemoryTree tree, HashSet<uint> pages) = states[random.Next(states.Count)];
            if (random.Next(2) == 0) tree.ComputeRoot();
            AddressSpace fork = origin.Fork();
            (AddressSpace Memory, MemoryTree Tree, HashSet<uint> Pages) next = (fork, tree.Fork(fork), [.. pages]);
            states.Add(next);
            foreach ((AddressSpace written, HashSet<uint> touched) in new[] { (origin, pages), (next.Memory, next.Pages) })
            {
                for (int i = random.Next(200); i > 0; i--)
                {
                    uint page = touched.Count > 0 && random.Next(2) == 0 ? touched.ElementAt(random.Next(touched.Count)) : Page(random);
                    Fill(written, page, random);
                    touched.Add(page);
                }
            }
        }
        foreach ((AddressSpace written, MemoryTree tree, HashSet<uint> pages) in states)
            Assert.Equal(Plain(written, pages), tree.ComputeRoot());
    }

    [Theory]
    [InlineData("full")]
    [InlineData("zero")]
    [InlineData("first leaf")]
    [InlineData("last leaf")]
    [InlineData("one half")]
    [InlineData("every other pair")]
    public void A_page_hashes_to_its_root_whatever_in_it_is_zero(string kind)
    {
        byte[] bytes = new byte[4096];
        Func<int, bool> isSet = kind switch
        {
            "full" => _ => true,
            "zero" => _ => false,
            "first leaf" => i => i < 32,
            "last leaf" => i => i >= 4064,
            "one half" => i => i >= 2048,
            _ => i => i / 64 % 2 == 1,
        };
        for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)(isSet(i) ? 1 + (i % 255) : 0);
        var memory = new AddressSpace();
        memory.WriteWord(0x5000, 1);
        memory.Write(0x5000, bytes);
        Assert.Equal(Climb(bytes), new MemoryTree(memory).GetNode(7, 5));
    }

    /// <summary>Pages crowd in some groups of 1,024, and some stand alone.</summary>
    private static uint Page(Random random) => random.Next(3) switch
    {
        0 => (uint)random.Next(1 << 20),
        1 => 0x40400u + (uint)random.Next(2000),
        _ => (uint)random.Next(500),
    };

    /// <summary>A page of random bytes, of a few words, or of zeros.</summary>
    private static void Fill(AddressSpace memory, uint page, Random random)
    {
        byte[] bytes = new byte[4096];
        int kind = random.Next(4);
        if (kind < 2) random.NextBytes(bytes);
        else if (kind == 2) for (int i = random.Next(1, 5); i > 0; i--) bytes[random.Next(bytes.Length)] = 1;
        memory.WriteWord(page << 12, 1);
        memory.Write(page << 12, bytes);
    }

    /// <summary>The root from the bytes, each node hashed alone.</summary>
    private static byte[] Plain(AddressSpace memory, IEnumerable<uint> pages)
    {
        byte[] bytes = new byte[4096];
        var nodes = new Dictionary<uint, byte[]>();
        foreach (uint page in pages)
        {
            memory.Read(page << 12, bytes);
            nodes[page] = Climb(bytes);
        }
        for (int height = 7; height < 27; height++)
        {
            byte[] zero = ZeroSubtrees.Root(height).ToArray();
            nodes = nodes.Keys.Select(i => i >> 1).Distinct().ToDictionary(
                parent => parent,
                parent => Keccak256.Hash([.. nodes.GetValueOrDefault(2 * parent, zero), .. nodes.GetValueOrDefault((2 * parent) + 1, zero)]));
        }
        return nodes[0];
    }

    private static byte[] Climb(byte[] bytes)
    {
        for (byte[] level = bytes; ; level = bytes)
        {
            bytes = new byte[level.Length / 2];
            for (int i = 0; i < level.Length; i += 64) Keccak256.Hash(level.AsSpan(i, 64)).CopyTo(bytes, i / 2);
            if (bytes.Length == 32) return bytes;
        }
    }
}
