using System.Buffers.Binary;
using Opml.Mips.Commitment;
using Opml.Mips.Execution;
using Opml.Mips.Memory;

namespace Opml.Mips.Tests.Cases;

/// <summary>
/// Proofs and witnesses that are not the valid ones, and the error that each must meet. The layout is spelled out here a second time:
/// bit map and leaf (36 bytes) for the instruction, the same for data in another leaf, then siblings.
/// </summary>
public static class MalformedProofs
{
    private const int Part = 36;
    private const int Depth = 27;

    public sealed record Case(string Name, byte[] Witness, byte[] Proof, StepProofError Error);

    /// <summary>All of them, several thousand.</summary>
    public static IEnumerable<Case> All() =>
        Load().Concat(Store()).Concat(Arithmetic()).Concat(SameLeaf()).Concat(NoProof()).Concat(Foreign());

    private static IEnumerable<Case> Load() => Spoilt("lw", 0x8d2a_0000, 0x7fff_d010);

    private static IEnumerable<Case> Store() => Spoilt("sw at the top", 0xad2a_0000, 0xffff_ffe0).Where(c => c.Name.Contains("bit map", StringComparison.Ordinal) || c.Name.Contains("spelled", StringComparison.Ordinal));

    private static IEnumerable<Case> Arithmetic() => Spoilt("addu", 0x012a_1021, null);

    private static IEnumerable<Case> SameLeaf() => Spoilt("lw in its own leaf", 0x8d2a_0000, 0x0001_2348);

    private static IEnumerable<Case> Spoilt(string name, uint word, uint? target)
    {
        Machine machine = Prepare(word, target);
        byte[] witness = machine.Witness(), proof = machine.NextStepProof();
        uint pcLeaf = machine.State.Pc >> 5, dataLeaf = (target ?? machine.State.Pc) >> 5;
        int split = pcLeaf == dataLeaf ? Depth : 31 - System.Numerics.BitOperations.LeadingZeroCount(pcLeaf ^ dataLeaf);
        int head = split == Depth ? Part : 2 * Part;
        uint map = Map(proof, 0), dataMap = split == Depth ? 0 : Map(proof, Part);

        foreach (int length in new[] { 0, 1, 189, 191, 192, 222 })
            yield return new($"{name}: witness of {length} bytes", Resize(witness, length), proof, StepProofError.InvalidWitnessLength);
        for (int length = 0; length < proof.Length; length++)
            yield return new($"{name}: truncated to {length}", witness, proof[..length], StepProofError.InvalidProofLength);
        foreach (int more in new[] { 1, 4, 31, 32, 36, 64 })
            yield return new($"{name}: extended by {more}", witness, Resize(proof, proof.Length + more), StepProofError.InvalidProofLength);

        // A bit of a map flipped without its sibling: the length is wrong, or the map itself.
        for (int height = 0; height < 32; height++)
        {
            yield return new($"{name}: bit map, bit {height}", witness, Flip(proof, 31 - height),
                height >= Depth || height == split ? StepProofError.InvalidProofBitmap : StepProofError.InvalidProofLength);
            if (split == Depth) continue;
            yield return new($"{name}: data's bit map, bit {height}", witness, Flip(proof, Part * 8 + 31 - height),
                height >= split ? StepProofError.InvalidProofBitmap : StepProofError.InvalidProofLength);
        }

        // The instruction may change with its leaf, and with it what the proof should have been: only the other words of the leaf here.
        int instructionWord = 4 + (int)(machine.State.Pc & 28);
        for (int bit = 32; bit < proof.Length * 8; bit++)
        {
            int at = bit / 8;
            bool inMap = split != Depth && at is >= Part and < Part + 4;
            if (inMap || (at >= instructionWord && at < instructionWord + 4)) continue;
            yield return new($"{name}: bit {bit} flipped", witness, Flip(proof, bit), StepProofError.MemoryRootMismatch);
        }
        for (int bit = 0; bit < 256; bit++)
            yield return new($"{name}: bit {bit} of the root flipped", Flip(witness, bit), proof, StepProofError.MemoryRootMismatch);

        // A zero subtree spelled out, at its place.
        for (int height = 0; height < Depth; height++)
        {
            if (height != split && (map >> height & 1) == 0)
            {
                int index = Ones(map, height) + (height > split ? Ones(dataMap, Depth) : 0);
                yield return new($"{name}: height {height} spelled out", witness, Insert(Flip(proof, 31 - height), head + 32 * index, height), StepProofError.ZeroSubtreeSpelledOut);
            }
            if (height < split && split != Depth && (dataMap >> height & 1) == 0)
            {
                int index = Ones(map, split) + Ones(dataMap, height);
                yield return new($"{name}: height {height} of the data's spelled out", witness, Insert(Flip(proof, Part * 8 + 31 - height), head + 32 * index, height), StepProofError.ZeroSubtreeSpelledOut);
            }
        }
    }

    /// <summary>Steps that carry nothing.</summary>
    private static IEnumerable<Case> NoProof()
    {
        foreach (byte status in new byte[] { 0, 1, 2, 4, 255 })
        {
            Machine halted = Prepare(0, null);
            byte[] proof = halted.NextStepProof();
            halted.State.Status = (State.MachineStatus)status;
            yield return new($"status {status} with a proof", halted.Witness(), proof, StepProofError.InvalidProofLength);
            yield return new($"status {status} with a byte", halted.Witness(), [0], StepProofError.InvalidProofLength);
        }
        Machine misaligned = Prepare(0, null);
        byte[] would = misaligned.NextStepProof();
        misaligned.State.Pc += 2;
        yield return new("misaligned pc with a proof", misaligned.Witness(), would, StepProofError.InvalidProofLength);

        // A misaligned access touches no data, so its proof has none.
        Machine access = Prepare(0x8d2a_0000, 0x7fff_d010);
        byte[] both = access.NextStepProof();
        access.State.Registers[9] += 2;
        yield return new("misaligned access with data", access.Witness(), both, StepProofError.InvalidProofLength);
    }

    /// <summary>Proofs of other states.</summary>
    private static IEnumerable<Case> Foreign()
    {
        Machine one = Prepare(0x8d2a_0000, 0x7fff_d010), other = Prepare(0x8d2a_0000, 0x7fff_d010);
        other.Memory.WriteWord(0x1234_5678, 1);
        yield return new("another memory's siblings", one.Witness(), other.NextStepProof(), StepProofError.MemoryRootMismatch);
        other.Memory.WriteWord(0x1234_5678, 0);
        other.Memory.WriteWord(0x7fff_d014, 99);
        yield return new("another memory's data leaf", one.Witness(), other.NextStepProof(), StepProofError.MemoryRootMismatch);
        Machine elsewhere = Prepare(0x8d2a_0000, 0x7fff_d010);
        byte[] proof = elsewhere.NextStepProof();
        elsewhere.State.Registers[9] += 32;
        yield return new("the neighbour's data leaf", elsewhere.Witness(), proof, StepProofError.MemoryRootMismatch);
    }

    private static Machine Prepare(uint word, uint? target)
    {
        const uint pc = 0x0001_2344;
        var random = new Random(5);
        var memory = new AddressSpace();
        for (int i = 0; i < 4; i++)
        {
            // Some siblings of each path are there and some are zero subtrees; those of height 0 are.
            memory.WriteWord(pc ^ (32u << (i * 5)), (uint)random.Next());
            if (target is { } address) memory.WriteWord(address ^ (32u << (i * 6)), (uint)random.Next());
        }
        for (uint i = 0; i < 32; i += 4)
        {
            memory.WriteWord((pc & ~31u) + i, (uint)random.Next());
            if (target is { } address) memory.WriteWord((address & ~31u) + i, (uint)random.Next());
        }
        memory.WriteWord(pc, word);
        var machine = new Machine(memory);
        (machine.State.Pc, machine.State.NextPc) = (pc, pc + 4);
        machine.State.Registers[9] = target ?? 0;
        return machine;
    }

    private static uint Map(byte[] proof, int at) => BinaryPrimitives.ReadUInt32BigEndian(proof.AsSpan(at));

    private static int Ones(uint map, int below) => System.Numerics.BitOperations.PopCount(map & ((1u << below) - 1));

    private static byte[] Flip(byte[] bytes, int bit)
    {
        byte[] copy = (byte[])bytes.Clone();
        copy[bit / 8] ^= (byte)(0x80 >> (bit % 8));
        return copy;
    }

    private static byte[] Resize(byte[] bytes, int length)
    {
        byte[] copy = (byte[])bytes.Clone();
        Array.Resize(ref copy, length);
        return copy;
    }

    private static byte[] Insert(byte[] proof, int at, int height) => [.. proof[..at], .. ZeroSubtrees.Root(height), .. proof[at..]];
}
