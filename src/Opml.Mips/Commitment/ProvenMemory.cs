using System.Buffers.Binary;
using System.Numerics;
using Opml.Mips.State;

namespace Opml.Mips.Commitment;

/// <summary>
/// The one or two leaves that a step's proof opens, read and checked as the step contract does it (ProvenMemory.sol), the root to
/// which they lead, and the root after a write.
/// </summary>
internal sealed class ProvenMemory
{
    private const int HashSize = Keccak256.HashSize;
    private const int Depth = MemoryTree.Depth;

    private readonly byte[] _instruction;
    private readonly byte[] _data;
    private readonly uint _dataLeaf;
    private readonly byte[][] _siblings = ZeroPath();

    /// <summary>Opens the proof of the step after a running state with an aligned pc.</summary>
    /// <exception cref="StepProofException">The proof is malformed. Whether <see cref="Root"/> is the state's is for the caller to see.</exception>
    public ProvenMemory(CpuState state, ReadOnlySpan<byte> proof)
    {
        Require(proof.Length >= StepProof.PartSize, StepProofError.InvalidProofLength);
        uint map = BinaryPrimitives.ReadUInt32BigEndian(proof);
        _instruction = proof[StepProof.BitmapSize..StepProof.PartSize].ToArray();
        proof = proof[StepProof.PartSize..];

        uint instructionLeaf = state.Pc >> MemoryTree.LeafShift;
        _dataLeaf = StepProof.DataLeaf(state, ReadInstruction(state.Pc)) ?? instructionLeaf;
        int split = StepProof.Split(instructionLeaf, _dataLeaf);
        uint dataMap = 0;
        _data = _instruction;
        if (split != Depth)
        {
            Require(proof.Length >= StepProof.PartSize, StepProofError.InvalidProofLength);
            dataMap = BinaryPrimitives.ReadUInt32BigEndian(proof);
            _data = proof[StepProof.BitmapSize..StepProof.PartSize].ToArray();
            proof = proof[StepProof.PartSize..];
        }
        Require(map >> Depth == 0 && dataMap >> split == 0 && (map >> split & 1) == 0, StepProofError.InvalidProofBitmap);
        Require(proof.Length == HashSize * (BitOperations.PopCount(map) + BitOperations.PopCount(dataMap)), StepProofError.InvalidProofLength);

        if (split != Depth)
        {
            // The data path's sibling at the split is the instruction path's node of that height.
            byte[][] below = ZeroPath();
            Take(ref proof, map, 0, split, below);
            Take(ref proof, dataMap, 0, split, _siblings);
            _siblings[split] = Climb(_instruction, instructionLeaf, below, split);
            Take(ref proof, map, split + 1, Depth, _siblings);
        }
        else
        {
            Take(ref proof, map, 0, Depth, _siblings);
        }
        Root = ComputeRoot();
    }

    /// <summary>The memory root to which the proof leads, before any write: 32 bytes.</summary>
    public byte[] Root { get; }

    /// <summary>The instruction word at <paramref name="pc"/>.</summary>
    public uint ReadInstruction(uint pc) => BinaryPrimitives.ReadUInt32BigEndian(_instruction.AsSpan(WordOffset(pc)));

    /// <summary>The data word that holds <paramref name="address"/>.</summary>
    public uint ReadData(uint address) => BinaryPrimitives.ReadUInt32BigEndian(_data.AsSpan(WordOffset(address)));

    /// <summary>Replaces the data word that holds <paramref name="address"/>.</summary>
    public void WriteData(uint address, uint word) => BinaryPrimitives.WriteUInt32BigEndian(_data.AsSpan(WordOffset(address)), word);

    /// <summary>The memory root over the data leaf as it is now.</summary>
    public byte[] ComputeRoot() => Climb(_data, _dataLeaf, _siblings, Depth);

    private static int WordOffset(uint address) => (int)(address & (MemoryTree.LeafSize - 4));

    private static byte[][] ZeroPath()
    {
        byte[][] siblings = new byte[Depth][];
        for (int height = 0; height < Depth; height++) siblings[height] = ZeroSubtrees.Root(height).ToArray();
        return siblings;
    }

    /// <summary>Puts the siblings of heights from..to − 1 that the map names in the place of the zero roots.</summary>
    private static void Take(ref ReadOnlySpan<byte> proof, uint map, int from, int to, byte[][] siblings)
    {
        for (int height = from; height < to; height++)
        {
            if ((map >> height & 1) == 0) continue;
            ReadOnlySpan<byte> sibling = proof[..HashSize];
            Require(!sibling.SequenceEqual(siblings[height]), StepProofError.ZeroSubtreeSpelledOut);
            siblings[height] = sibling.ToArray();
            proof = proof[HashSize..];
        }
    }

    /// <summary>The node of height <paramref name="to"/> above a leaf. At each height an odd index stands on the right.</summary>
    private static byte[] Climb(byte[] leaf, uint index, byte[][] siblings, int to)
    {
        byte[] node = (byte[])leaf.Clone();
        for (int height = 0; height < to; height++, index >>= 1)
        {
            if ((index & 1) == 0) Keccak256.HashPair(node, siblings[height], node);
            else Keccak256.HashPair(siblings[height], node, node);
        }
        return node;
    }

    private static void Require(bool condition, StepProofError error)
    {
        if (!condition) throw new StepProofException(error);
    }
}
