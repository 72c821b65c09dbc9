using System.Buffers.Binary;
using Opml.Mips.State;

namespace Opml.Mips.Commitment;

/// <summary>
/// The one or two leaves that a step's proof opens, checked against the witness's memory root as the step contract
/// checks them, and the root after a write.
/// </summary>
internal sealed class ProvenMemory
{
    private const int HashSize = Keccak256.HashSize;

    private readonly uint _instructionLeaf;
    private readonly uint? _dataLeaf;
    private readonly int _split;
    private readonly byte[] _instructionBytes;
    private readonly byte[] _dataBytes;
    private readonly byte[][] _instructionSiblings = new byte[MemoryTree.Depth][];
    private readonly byte[][] _dataSiblings = new byte[MemoryTree.Depth][];

    /// <summary>Opens the proof of the step after a running state with an aligned pc.</summary>
    /// <exception cref="StepProofException">The proof is not the valid one.</exception>
    public ProvenMemory(CpuState state, ReadOnlySpan<byte> memoryRoot, ReadOnlySpan<byte> proof)
    {
        Require(proof.Length >= StepProof.PartSize, StepProofError.InvalidProofLength);
        uint instructionMap = BinaryPrimitives.ReadUInt32BigEndian(proof);
        _instructionLeaf = state.Pc >> MemoryTree.LeafShift;
        _instructionBytes = proof[StepProof.BitmapSize..StepProof.PartSize].ToArray();
        _dataBytes = _instructionBytes;

        _dataLeaf = StepProof.DataLeaf(state, ReadInstruction(state.Pc));
        _split = StepProof.Split(_instructionLeaf, _dataLeaf);
        proof = proof[StepProof.PartSize..];
        uint dataMap = 0;
        if (_split < MemoryTree.Depth)
        {
            Require(proof.Length >= StepProof.PartSize, StepProofError.InvalidProofLength);
            dataMap = BinaryPrimitives.ReadUInt32BigEndian(proof);
            _dataBytes = proof[StepProof.BitmapSize..StepProof.PartSize].ToArray();
            proof = proof[StepProof.PartSize..];
            Require(instructionMap >> MemoryTree.Depth == 0 && (instructionMap >> _split & 1) == 0 && dataMap >> _split == 0, StepProofError.InvalidProofBitmap);
        }
        else
        {
            Require(instructionMap >> MemoryTree.Depth == 0, StepProofError.InvalidProofBitmap);
        }

        Take(ref proof, instructionMap, 0, _split, _instructionSiblings);
        if (_split < MemoryTree.Depth)
        {
            Take(ref proof, dataMap, 0, _split, _dataSiblings);
            Take(ref proof, instructionMap, _split + 1, MemoryTree.Depth, _instructionSiblings);
        }
        Require(proof.IsEmpty, StepProofError.InvalidProofLength);
        Require(ComputeRoot().AsSpan().SequenceEqual(memoryRoot), StepProofError.MemoryRootMismatch);
    }

    /// <summary>The instruction word at <paramref name="pc"/>.</summary>
    public uint ReadInstruction(uint pc) => BinaryPrimitives.ReadUInt32BigEndian(_instructionBytes.AsSpan(WordOffset(pc)));

    /// <summary>The data word that holds <paramref name="address"/>.</summary>
    public uint ReadData(uint address) => BinaryPrimitives.ReadUInt32BigEndian(_dataBytes.AsSpan(WordOffset(address)));

    /// <summary>Replaces the data word that holds <paramref name="address"/>.</summary>
    public void WriteData(uint address, uint word) => BinaryPrimitives.WriteUInt32BigEndian(_dataBytes.AsSpan(WordOffset(address)), word);

    /// <summary>The memory root over the leaves as they are now.</summary>
    public byte[] ComputeRoot()
    {
        byte[] node = (byte[])_instructionBytes.Clone();
        Climb(node, _instructionLeaf, 0, _split, _instructionSiblings);
        if (_split == MemoryTree.Depth) return node;

        byte[] data = (byte[])_dataBytes.Clone();
        Climb(data, _dataLeaf!.Value, 0, _split, _dataSiblings);
        HashInOrder(node, data, _instructionLeaf >> _split);
        Climb(node, _instructionLeaf, _split + 1, MemoryTree.Depth, _instructionSiblings);
        return node;
    }

    private static int WordOffset(uint address) => (int)(address & (MemoryTree.LeafSize - 4));

    private static void Climb(byte[] node, uint leaf, int from, int to, byte[][] siblings)
    {
        for (int height = from; height < to; height++)
            HashInOrder(node, siblings[height], leaf >> height);
    }

    /// <summary>Replaces a node by its parent; an odd index stands on the right.</summary>
    private static void HashInOrder(byte[] node, ReadOnlySpan<byte> sibling, uint index)
    {
        if ((index & 1) == 0) Keccak256.HashPair(node, sibling, node);
        else Keccak256.HashPair(sibling, node, node);
    }

    private static void Take(ref ReadOnlySpan<byte> proof, uint map, int from, int to, byte[][] siblings)
    {
        for (int height = from; height < to; height++)
        {
            ReadOnlySpan<byte> zero = ZeroSubtrees.Root(height);
            if ((map >> height & 1) == 0)
            {
                siblings[height] = zero.ToArray();
                continue;
            }
            Require(proof.Length >= HashSize, StepProofError.InvalidProofLength);
            siblings[height] = proof[..HashSize].ToArray();
            Require(!proof[..HashSize].SequenceEqual(zero), StepProofError.ZeroSubtreeSpelledOut);
            proof = proof[HashSize..];
        }
    }

    private static void Require(bool condition, StepProofError error)
    {
        if (!condition) throw new StepProofException(error);
    }
}
