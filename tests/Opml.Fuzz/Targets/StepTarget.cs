using Opml.Mips.Commitment;
using Opml.Mips.Execution;
using Opml.Mips.Execution.Reference;

namespace Opml.Fuzz.Targets;

/// <summary>Witnesses and proofs, as the step contract gets them: a byte with the witness's length, the witness, the proof.</summary>
internal static class StepTarget
{
    public static FuzzTarget Create() => new("step", Read, [typeof(StepProofException)], Seeds, []);

    private static void Read(byte[] input)
    {
        int length = input.Length == 0 ? 0 : Math.Min((int)input[0], input.Length - 1);
        byte[] witness = input.Length == 0 ? [] : input[1..(1 + length)];
        byte[] proof = input.Length == 0 ? [] : input[(1 + length)..];
        byte[] next = StepVerifier.Step(witness, proof);
        (byte[] before, byte[] after) = StepVerifier.StepPacked(PackedStep.Create(witness, proof));
        if (!before.AsSpan().SequenceEqual(Witness.StateHash(witness)) || !after.AsSpan().SequenceEqual(next))
            throw new InvalidOperationException("The packed step is another than the step.");
    }

    // States along a small program's run: arithmetic, loads, stores, a loop, an exit.
    private static IEnumerable<byte[]> Seeds()
    {
        uint[] program = [0x24080003, 0x3c09_2000, 0xad280000, 0x8d2a0000, 0x2508ffff, 0x1500fffc, 0x00000000, 0xa1280001, 0x24020fa1, 0x0000000c];
        byte[] image = new byte[4 * program.Length];
        for (int i = 0; i < program.Length; i++) System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(image.AsSpan(4 * i), program[i]);
        Machine machine = Machine.Load(image, [1, 2, 3], [4], ReferenceEngine.Instance);
        for (int step = 0; step < 24; step++)
        {
            byte[] witness = machine.Witness();
            yield return [(byte)witness.Length, .. witness, .. machine.NextStepProof()];
            machine.Run(1);
        }
    }
}
