using Opml.Mips.Commitment;
using Opml.Mips.State;

namespace Opml.Mips.Execution.Reference;

/// <summary>
/// The step contract in C#: one step from a witness and a proof alone, with the same answers and the same refusals.
/// A player asks it before it pays for a transaction.
/// </summary>
public static class StepVerifier
{
    /// <summary>The hash of the state that follows the witness.</summary>
    /// <param name="witness">190 bytes.</param>
    /// <param name="proof">As <see cref="StepProof"/> lays it out.</param>
    /// <returns>32 bytes; the first is the new status.</returns>
    /// <exception cref="StepProofException">The contract would revert.</exception>
    public static byte[] Step(ReadOnlySpan<byte> witness, ReadOnlySpan<byte> proof) =>
        Witness.StateHash(StepWitness(witness, proof));

    /// <summary>The 190-byte witness of the state that follows.</summary>
    /// <inheritdoc cref="Step"/>
    public static byte[] StepWitness(ReadOnlySpan<byte> witness, ReadOnlySpan<byte> proof)
    {
        if (witness.Length != Witness.Length) throw new StepProofException(StepProofError.InvalidWitnessLength);
        CpuState state = Witness.Decode(witness);
        ReadOnlySpan<byte> root = Witness.MemoryRoot(witness);
        if (ReadsNothing(state))
        {
            if (!proof.IsEmpty) throw new StepProofException(StepProofError.InvalidProofLength);
            return ExecuteWithoutMemory(state, root);
        }
        byte[] next = Execute(state, proof, out byte[] before);
        if (!root.SequenceEqual(before)) throw new StepProofException(StepProofError.MemoryRootMismatch);
        return next;
    }

    /// <summary>The step of a <see cref="PackedStep"/>: which state it goes from, and the one that follows.</summary>
    /// <param name="packed">As <see cref="PackedStep"/> lays it out.</param>
    /// <returns>Two state hashes of 32 bytes.</returns>
    /// <exception cref="StepProofException">The contract would revert.</exception>
    public static (byte[] StateHash, byte[] NextStateHash) StepPacked(ReadOnlySpan<byte> packed)
    {
        if (packed.Length < PackedStep.StateSize) throw new StepProofException(StepProofError.InvalidWitnessLength);
        byte[] witness = new byte[Witness.Length];
        packed[..PackedStep.StateSize].CopyTo(witness.AsSpan(Keccak256.HashSize));
        ReadOnlySpan<byte> proof = packed[PackedStep.StateSize..];
        CpuState state = Witness.Decode(witness);
        byte[] next;
        if (ReadsNothing(state))
        {
            if (proof.Length != Keccak256.HashSize) throw new StepProofException(StepProofError.InvalidProofLength);
            proof.CopyTo(witness);
            next = ExecuteWithoutMemory(state, proof);
        }
        else
        {
            next = Execute(state, proof, out byte[] root);
            root.CopyTo(witness, 0);
        }
        return (Witness.StateHash(witness), Witness.StateHash(next));
    }

    private static bool ReadsNothing(CpuState state) => state.Status != MachineStatus.Running || (state.Pc & 3) != 0;

    private static byte[] ExecuteWithoutMemory(CpuState state, ReadOnlySpan<byte> root)
    {
        NoMemory none = default;
        StepFunction.Execute(state, ref none);
        return Witness.Encode(state, root);
    }

    /// <summary>The witness after the step, and the memory root before it by the proof.</summary>
    private static byte[] Execute(CpuState state, ReadOnlySpan<byte> proof, out byte[] root)
    {
        var memory = new Proven(new ProvenMemory(state, proof));
        root = memory.Memory.Root;
        StepFunction.Execute(state, ref memory);
        return Witness.Encode(state, memory.Memory.ComputeRoot());
    }

    private readonly struct Proven(ProvenMemory memory) : IStepMemory
    {
        public ProvenMemory Memory => memory;

        public uint ReadInstruction(uint pc) => memory.ReadInstruction(pc);

        public uint ReadData(uint address) => memory.ReadData(address);

        public void WriteData(uint address, uint word) => memory.WriteData(address, word);
    }

    /// <summary>For states whose step reads nothing.</summary>
    private readonly struct NoMemory : IStepMemory
    {
        public uint ReadInstruction(uint pc) => throw new InvalidOperationException("This step reads no memory.");

        public uint ReadData(uint address) => throw new InvalidOperationException("This step reads no memory.");

        public void WriteData(uint address, uint word) => throw new InvalidOperationException("This step writes no memory.");
    }
}
