using System.Buffers.Binary;
using Opml.Mips.State;

namespace Opml.Mips.Commitment;

/// <summary>
/// The 190 bytes that stand for a whole state: memoryRoot 32, pc 4, nextPc 4, lo 4, hi 4, heap 4, status 1,
/// exitCode 1, step 8, registers 32 × 4; all big-endian.
/// </summary>
public static class Witness
{
    /// <summary>Bytes in a witness.</summary>
    public const int Length = 190;

    private const int PcOffset = 32;
    private const int NextPcOffset = 36;
    private const int LoOffset = 40;
    private const int HiOffset = 44;
    private const int HeapOffset = 48;
    private const int StatusOffset = 52;
    private const int ExitCodeOffset = 53;
    private const int StepOffset = 54;
    private const int RegistersOffset = 62;

    /// <summary>Encodes a state over a memory with the given 32-byte root.</summary>
    public static byte[] Encode(CpuState state, ReadOnlySpan<byte> memoryRoot)
    {
        ArgumentNullException.ThrowIfNull(state);
        byte[] witness = new byte[Length];
        memoryRoot[..Keccak256.HashSize].CopyTo(witness);
        BinaryPrimitives.WriteUInt32BigEndian(witness.AsSpan(PcOffset), state.Pc);
        BinaryPrimitives.WriteUInt32BigEndian(witness.AsSpan(NextPcOffset), state.NextPc);
        BinaryPrimitives.WriteUInt32BigEndian(witness.AsSpan(LoOffset), state.Lo);
        BinaryPrimitives.WriteUInt32BigEndian(witness.AsSpan(HiOffset), state.Hi);
        BinaryPrimitives.WriteUInt32BigEndian(witness.AsSpan(HeapOffset), state.Heap);
        witness[StatusOffset] = (byte)state.Status;
        witness[ExitCodeOffset] = state.ExitCode;
        BinaryPrimitives.WriteUInt64BigEndian(witness.AsSpan(StepOffset), state.Step);
        for (int i = 0; i < 32; i++)
            BinaryPrimitives.WriteUInt32BigEndian(witness.AsSpan(RegistersOffset + 4 * i), state.Registers[i]);
        return witness;
    }

    /// <summary>The processor's part of a witness; the memory root is its first 32 bytes.</summary>
    /// <exception cref="ArgumentException">Not 190 bytes.</exception>
    public static CpuState Decode(ReadOnlySpan<byte> witness)
    {
        CheckLength(witness);
        var state = new CpuState
        {
            Pc = BinaryPrimitives.ReadUInt32BigEndian(witness[PcOffset..]),
            NextPc = BinaryPrimitives.ReadUInt32BigEndian(witness[NextPcOffset..]),
            Lo = BinaryPrimitives.ReadUInt32BigEndian(witness[LoOffset..]),
            Hi = BinaryPrimitives.ReadUInt32BigEndian(witness[HiOffset..]),
            Heap = BinaryPrimitives.ReadUInt32BigEndian(witness[HeapOffset..]),
            Status = (MachineStatus)witness[StatusOffset],
            ExitCode = witness[ExitCodeOffset],
            Step = BinaryPrimitives.ReadUInt64BigEndian(witness[StepOffset..]),
        };
        for (int i = 0; i < 32; i++)
            state.Registers[i] = BinaryPrimitives.ReadUInt32BigEndian(witness[(RegistersOffset + 4 * i)..]);
        return state;
    }

    /// <summary>The memory root of a witness, 32 bytes.</summary>
    /// <exception cref="ArgumentException">Not 190 bytes.</exception>
    public static ReadOnlySpan<byte> MemoryRoot(ReadOnlySpan<byte> witness)
    {
        CheckLength(witness);
        return witness[..Keccak256.HashSize];
    }

    /// <summary>The state hash: keccak256(witness) with its first byte replaced by the status.</summary>
    /// <exception cref="ArgumentException">Not 190 bytes.</exception>
    public static byte[] StateHash(ReadOnlySpan<byte> witness)
    {
        CheckLength(witness);
        byte[] hash = Keccak256.Hash(witness);
        hash[0] = witness[StatusOffset];
        return hash;
    }

    private static void CheckLength(ReadOnlySpan<byte> witness)
    {
        if (witness.Length != Length)
            throw new ArgumentException($"A witness has {Length} bytes; this has {witness.Length}.", nameof(witness));
    }
}
