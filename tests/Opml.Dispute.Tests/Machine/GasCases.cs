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
        var trace = new ExecutionTrace(start, 10_000_000, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(MachineStatus.Succeeded, trace.Status);
        var cases = new List<StepCase>();
        for (int i = 0; i < count; i++)
        {
            Opml.Mips.Execution.Machine machine = trace.StateAt((ulong)((trace.Length - 1) * (UInt128)i / (ulong)(count - 1)), TestContext.Current.CancellationToken);
            cases.Add(Named(machine));
        }
        return cases;
    }

    /// <summary>
    /// The dearest state there can be for each instruction: no sibling is the root of a zero subtree, no register has a zero byte but
    /// register 0, and data lies in the other half of memory than the instruction, or for <paramref name="low"/> in the other quarter
    /// of the lower half, the upper one being empty.
    /// </summary>
    public static List<StepCase> Dense(bool low)
    {
        var random = new Random(2);
        uint pc = 0x3579_bd54;
        uint target = low ? 0x7864_4320u : 0xf864_4320u;
        var memory = new AddressSpace();
        for (int bit = 5; bit < (low ? 31 : 32); bit++)
        {
            Fill(memory, pc ^ (1u << bit), random);
            Fill(memory, target ^ (1u << bit), random);
        }
        Fill(memory, pc, random);
        Fill(memory, target, random);
        var origin = new Opml.Mips.Execution.Machine(memory);
        CpuState state = origin.State;
        (state.Pc, state.NextPc, state.Lo, state.Hi, state.Heap, state.Step) = (pc, pc + 4, Dotted(random), Dotted(random), 0x2345_6000, 0x12_3456_789a);
        var cases = new List<StepCase>();
        foreach (InstructionForm form in InstructionForm.All)
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

    private static void Fill(AddressSpace memory, uint address, Random random)
    {
        for (uint i = 0; i < 32; i += 4) memory.WriteWord((address & ~31u) + i, Dotted(random));
    }

    /// <summary>A word without a zero byte.</summary>
    private static uint Dotted(Random random) => (uint)random.NextInt64(1L << 32) | 0x0101_0101;
}
