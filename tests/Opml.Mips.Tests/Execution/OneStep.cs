using Opml.Mips.Execution;
using Opml.Mips.Execution.Reference;
using Opml.Mips.Execution.Translated;
using Opml.Mips.Memory;
using Opml.Mips.State;
using Opml.Mips.Tests.Cases;

namespace Opml.Mips.Tests.Execution;

/// <summary>
/// A machine about to execute one instruction at <see cref="Pc"/>, with rs in $t0, rt in $t1 and rd in $t2. What it executes, the
/// reference engine, the verifier, the interpreter and the translation must agree on; the contract's tests take the same steps.
/// </summary>
internal sealed class OneStep
{
    public const uint Pc = 0x1000;
    public const int Rs = 8;
    public const int Rt = 9;
    public const int Rd = 10;

    /// <summary>Steps for the translation, which is entered when what follows the instruction, zeros, is long enough.</summary>
    private const ulong StepsWhenTranslated = 300;

    [ThreadStatic]
    private static List<StepCase>? s_recorder;

    private static readonly TranslatedEngine s_interpreter = new(int.MaxValue), s_translator = new(1);

    private OneStep(Machine machine) => Machine = machine;

    /// <summary>The steps that a test executes.</summary>
    public static List<StepCase> Record(Action test)
    {
        List<StepCase> steps = s_recorder = [];
        test();
        s_recorder = null;
        return steps;
    }

    public Machine Machine { get; }

    public CpuState State => Machine.State;

    /// <summary>Readies an instruction by its mnemonic, with register values and, where it has one, the immediate or the shift amount.</summary>
    public static OneStep Of(string name, uint rs = 0, uint rt = 0, uint immediate = 0, int sa = 0)
    {
        InstructionForm form = InstructionForm.All.Single(f => f.Name == name);
        bool hasImmediate = (form.Free & 0xffff) == 0xffff;
        uint operands = (uint)Rs << 21 | (uint)Rt << 16 | (hasImmediate ? immediate & 0xffff : (uint)Rd << 11 | (uint)sa << 6);
        return Word(form.Fixed | (operands & form.Free), rs, rt);
    }

    /// <summary>Readies an instruction word.</summary>
    public static OneStep Word(uint word, uint rs = 0, uint rt = 0)
    {
        var memory = new AddressSpace();
        memory.WriteWord(Pc, word);
        var step = new OneStep(new Machine(memory, ReferenceEngine.Instance));
        (step.State.Pc, step.State.NextPc) = (Pc, Pc + 4);
        for (uint i = 1; i < 32; i++) step.State.Registers[i] = 0x0101_0101 * i;
        step.State.Registers[Rs] = rs;
        step.State.Registers[Rt] = rt;
        return step;
    }

    public OneStep With(Action<CpuState> change)
    {
        change(State);
        return this;
    }

    public OneStep WithMemory(uint address, uint word)
    {
        Machine.Memory.WriteWord(address, word);
        return this;
    }

    /// <summary>Executes it, on every engine.</summary>
    public OneStep Run()
    {
        uint pc = State.Pc, word = Machine.Memory.ReadWord(pc & ~3u);
        StepCase step = StepCase.From(Machine, $"0x{word:x8} at 0x{pc:x8}", "table");
        s_recorder?.Add(step);
        Assert.Equal(step.Expected, StepVerifier.Step(step.Witness, step.Proof));
        // The translator first: forks share their code, with the heat of the engine that asked for it first.
        AssertSame(step.RunOn(ReferenceEngine.Instance, StepsWhenTranslated), step.RunOn(s_translator, StepsWhenTranslated));
        AssertSame(Machine, step.RunOn(s_interpreter, 1));
        return this;
    }

    /// <summary>Executes it; it writes one register and goes on to the next instruction, and nothing else changes.</summary>
    public void Writes(int register, uint value)
    {
        CpuState expected = State.Clone();
        expected.Registers[register] = value;
        (expected.Pc, expected.NextPc, expected.Step) = (expected.NextPc, expected.NextPc + 4, expected.Step + 1);
        Becomes(expected);
    }

    /// <summary>Executes it; it traps, and nothing changes but status and step.</summary>
    public void Traps()
    {
        CpuState expected = State.Clone();
        (expected.Status, expected.Step) = (MachineStatus.Trapped, expected.Step + 1);
        byte[] root = Machine.MemoryRoot();
        Becomes(expected);
        Assert.Equal(root, Machine.MemoryRoot());
    }

    /// <summary>Executes it; the state is then exactly this one.</summary>
    public void Becomes(CpuState expected)
    {
        Run();
        Assert.Equal(Describe(expected), Describe(State));
    }

    /// <summary>Executes it; the state is then what it was, one instruction on, with this change.</summary>
    public void Becomes(Action<CpuState> change)
    {
        CpuState expected = State.Clone();
        (expected.Pc, expected.NextPc, expected.Step) = (expected.NextPc, expected.NextPc + 4, expected.Step + 1);
        change(expected);
        Becomes(expected);
    }

    private static void AssertSame(Machine slow, Machine fast)
    {
        Assert.Equal(Describe(slow.State), Describe(fast.State));
        Assert.Equal(slow.MemoryRoot(), fast.MemoryRoot());
    }

    private static string Describe(CpuState s) =>
        $"pc {s.Pc:x8} next {s.NextPc:x8} lo {s.Lo:x8} hi {s.Hi:x8} heap {s.Heap:x8} {s.Status} exit {s.ExitCode} step {s.Step} r {string.Join(' ', s.Registers.Select(r => r.ToString("x8", null)))}";
}
