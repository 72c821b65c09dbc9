using System.Buffers.Binary;
using System.Numerics;
using Opml.Mips.Isa;
using Opml.Mips.Memory;
using Opml.Mips.State;

namespace Opml.Mips.Commitment;

/// <summary>
/// The proof of one step: what the step contract needs of memory beside the witness.
/// <code>
/// bit map of the instruction's siblings (4)  instruction leaf (32)
/// [ bit map of the data's siblings (4)       data leaf (32) ]
/// siblings (32 each): the instruction's below the split, the data's below it, those above it that they share
/// </code>
/// A bit map is a big-endian word whose bit n stands for the sibling at height n: set, the sibling is in the
/// proof; clear, it is the root of a zero subtree. The split is the height of the siblings at which the two
/// paths meet: each is there the other's sibling, so neither is sent. The bracketed part is there only when the
/// instruction touches data in another leaf than its own. Siblings stand by height, the lowest first.
/// A halted state and a misaligned pc carry nothing. Every state has exactly one valid proof.
/// </summary>
public static class StepProof
{
    internal const int BitmapSize = 4;
    internal const int PartSize = BitmapSize + MemoryTree.LeafSize;

    /// <summary>Makes the proof of the step that follows <paramref name="state"/>.</summary>
    public static byte[] Create(CpuState state, AddressSpace memory, MemoryTree tree)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentNullException.ThrowIfNull(tree);
        if (state.Status != MachineStatus.Running || (state.Pc & 3) != 0) return [];

        uint instructionLeaf = state.Pc >> MemoryTree.LeafShift;
        uint? dataLeaf = DataLeaf(state, memory.ReadWord(state.Pc));
        int split = Split(instructionLeaf, dataLeaf);

        byte[] instructionSiblings = tree.GetSiblings(0, instructionLeaf);
        var siblings = new List<byte[]>();
        uint instructionMap = Collect(instructionSiblings, 0, split, siblings);
        using var proof = new MemoryStream();
        if (split == MemoryTree.Depth) // one path only
        {
            WritePart(proof, memory, instructionMap, instructionLeaf);
        }
        else
        {
            uint dataMap = Collect(tree.GetSiblings(0, dataLeaf!.Value), 0, split, siblings);
            instructionMap |= Collect(instructionSiblings, split + 1, MemoryTree.Depth, siblings);
            WritePart(proof, memory, instructionMap, instructionLeaf);
            WritePart(proof, memory, dataMap, dataLeaf.Value);
        }
        foreach (byte[] sibling in siblings) proof.Write(sibling);
        return proof.ToArray();
    }

    /// <summary>
    /// The leaf that the instruction reads or writes; null where it touches none, or traps before it would.
    /// </summary>
    internal static uint? DataLeaf(CpuState state, uint word)
    {
        Instruction i = Decoder.Decode(word);
        if (!DataAccess.IsAccess(i.Opcode)) return null;
        uint address = DataAccess.Address(i, state.Registers[i.Rs]);
        return DataAccess.IsMisaligned(i.Opcode, address) ? null : address >> MemoryTree.LeafShift;
    }

    /// <summary>The height at which two leaves' paths are each other's siblings; 27 where there is one path only.</summary>
    internal static int Split(uint instructionLeaf, uint? dataLeaf) =>
        dataLeaf is null || dataLeaf == instructionLeaf
            ? MemoryTree.Depth
            : BitOperations.Log2(instructionLeaf ^ dataLeaf.Value);

    private static uint Collect(byte[] path, int from, int to, List<byte[]> siblings)
    {
        uint map = 0;
        for (int height = from; height < to; height++)
        {
            byte[] sibling = path[(height * MemoryTree.LeafSize)..((height + 1) * MemoryTree.LeafSize)];
            if (sibling.AsSpan().SequenceEqual(ZeroSubtrees.Root(height))) continue;
            map |= 1u << height;
            siblings.Add(sibling);
        }
        return map;
    }

    private static void WritePart(MemoryStream proof, AddressSpace memory, uint map, uint leaf)
    {
        Span<byte> part = stackalloc byte[PartSize];
        BinaryPrimitives.WriteUInt32BigEndian(part, map);
        memory.Read(leaf << MemoryTree.LeafShift, part[BitmapSize..]);
        proof.Write(part);
    }
}
