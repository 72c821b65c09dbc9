using System.Numerics;
using Opml.Mips.Commitment;
using Opml.Mips.Execution;
using Opml.Mips.Image;
using Opml.Mips.Memory;
using Opml.Mips.State;
using Opml.Mips.Tests;
using Opml.Mips.Tests.Cases;
using Opml.Mips.Tests.Image;
using Opml.Mips.Trace;

namespace Opml.Dispute.Tests.Machine;

/// <summary>The steps whose gas docs/machine.md lists.</summary>
internal static class GasCases
{
    /// <summary>Steps of the tutorial's guest (784-20-10, random weights, a fifth of the pixels set), spread over its run.</summary>
    public static List<StepCase> MnistGuest(int count)
    {
        var random = new Random(1);
        var model = new PerceptronModel([784, 20, 10], () => (float)(random.NextDouble() - 0.5) / 4);
        byte[] input = [.. Enumerable.Range(0, 784).Select(_ => random.Next(5) == 0 ? (byte)random.Next(1, 256) : (byte)0)];
        var start = Opml.Mips.Execution.Machine.Load(MipsImage.FromElf(GuestFile.Read("mnist.elf")).Bytes.Span, model.ToGgml(), input);
        var trace = new ExecutionTrace(start, 10_000_000, TestContext.Current.CancellationToken);
        Assert.Equal(MachineStatus.Succeeded, trace.Status);
        var cases = new List<StepCase>();
        for (int i = 0; i < count; i++)
        {
            Opml.Mips.Execution.Machine machine = trace.StateAt((ulong)((trace.Length - 1) * (UInt128)i / (ulong)(count - 1)), TestContext.Current.CancellationToken);
            cases.Add(Named(machine));
        }
        return cases;
    }

    /// <summary>The calldata of step.</summary>
    public static byte[] Call(StepCase step) => StepContract.Call(step.Witness, step.Proof);

    /// <summary>The calldata of stepPacked.</summary>
    public static byte[] CallPacked(StepCase step) => StepContract.CallPacked(PackedStep.Create(step.Witness, step.Proof));

    /// <summary>
    /// The dearest state there can be for each instruction: no sibling is the root of a zero subtree, and nothing has a zero byte that a
    /// guest, or for the states that no guest reaches a forger, can keep from having one; data lies in the other half of memory than
    /// the instruction. For <paramref name="low"/> the state is one that a run can reach, the upper half of memory is empty, and data
    /// lies in the other quarter of the lower half.
    /// </summary>
    public static List<StepCase> Dense(bool low) => Dense(low, 0x3579_bd54, low ? 0x7864_4320u : 0xf864_4320u, 2, InstructionForm.All);

    /// <inheritdoc cref="Dense(bool)"/>
    /// <param name="low">Whether the state is one that a run reaches within the memory map.</param>
    /// <param name="pc">Address of the instruction.</param>
    /// <param name="target">Address of the data.</param>
    /// <param name="seed">Of all that is random.</param>
    /// <param name="forms">The instructions.</param>
    public static List<StepCase> Dense(bool low, uint pc, uint target, int seed, IEnumerable<InstructionForm> forms)
    {
        var random = new Random(seed);
        var memory = new AddressSpace();
        int split = pc >> 5 == target >> 5 ? MemoryTree.Depth : BitOperations.Log2((pc ^ target) >> 5);
        for (int height = 0; height < (low ? MemoryTree.Depth - 1 : MemoryTree.Depth); height++)
        {
            if (height != split) Fill(memory, pc, height, random);
            if (height < split) Fill(memory, target, height, random);
        }
        for (uint i = 0; i < 32; i += 4)
        {
            memory.WriteWord((target & ~31u) + i, Dotted(random));
            memory.WriteWord((pc & ~31u) + i, Dotted(random));
        }
        var origin = new Opml.Mips.Execution.Machine(memory);
        CpuState state = origin.State;
        (state.Pc, state.NextPc, state.Lo, state.Hi, state.Heap, state.Step) = (pc, pc + 4, Dotted(random), Dotted(random), 0x2345_6000, 0x12_3456_789a);
        if (!low) (state.Heap, state.Step, state.ExitCode, state.Registers[0]) = (Dotted(random), 0x1234_5678_9abc_def1, 0x55, Dotted(random));
        var cases = new List<StepCase>();
        foreach (InstructionForm form in forms)
        {
            Opml.Mips.Execution.Machine machine = origin.Fork();
            for (int i = 1; i < 32; i++) machine.State.Registers[i] = Dotted(random);
            machine.State.Registers[9] = target - 0x1234;
            machine.State.Registers[2] = 4338; // the last of the calls that the contract looks for
            machine.Memory.WriteWord(pc, form.Fixed | (0x012a_1234 & form.Free)); // rs 9, rt 10, rd 2, offset 0x1234
            cases.Add(StepCase.From(machine, form.Name, form.Group));
        }
        return cases;
    }

    private static StepCase Named(Opml.Mips.Execution.Machine machine)
    {
        uint word = machine.Memory.ReadWord(machine.State.Pc);
        InstructionForm form = InstructionForm.All.First(f => f.Matches(word));
        return StepCase.From(machine, form.Name, form.Group);
    }

    /// <summary>Fills a leaf of the sibling at a height of an address's path, such that the sibling has no zero byte.</summary>
    private static void Fill(AddressSpace memory, uint address, int height, Random random)
    {
        uint leaf = ((address >> MemoryTree.LeafShift) ^ (1u << height)) << MemoryTree.LeafShift;
        byte[] node = new byte[MemoryTree.LeafSize];
        do
        {
            for (uint i = 0; i < MemoryTree.LeafSize; i += 4) memory.WriteWord(leaf + i, Dotted(random));
            memory.Read(leaf, node);
            for (int h = 0; h < height; h++)
            {
                if ((leaf >> (MemoryTree.LeafShift + h) & 1) == 0) Opml.Mips.Commitment.Keccak256.HashPair(node, ZeroSubtrees.Root(h), node);
                else Opml.Mips.Commitment.Keccak256.HashPair(ZeroSubtrees.Root(h), node, node);
            }
        }
        while (node.Contains((byte)0));
    }

    /// <summary>A word without a zero byte.</summary>
    private static uint Dotted(Random random) => (uint)random.NextInt64(1L << 32) | 0x0101_0101;
}
