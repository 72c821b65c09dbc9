using Opml.Mips.Execution;
using Opml.Mips.Execution.Reference;
using Opml.Mips.Memory;
using Opml.Mips.State;

namespace Opml.Mips.Tests.Cases;

/// <summary>Steps for the differential tests: every instruction on edge values and on random ones, and words at random. Seeded.</summary>
public sealed class StepCases
{
    private static readonly uint[] s_edges =
        [0, 1, 2, 3, 31, 32, 0x7fff, 0x8000, 0xffff, 0x7fff_ffff, 0x8000_0000, 0x8000_0001, 0xffff_8000, 0xffff_fffe, 0xffff_ffff];

    private static readonly uint[] s_pcs =
        [0, 4, 0x1c, 0x20, 0x0fff_fff8, 0x0fff_fffc, 0x1234_5678, 0x7fff_fffc, 0x8000_0000, 0xffff_fff8, 0xffff_fffc];

    private static readonly uint[] s_calls =
    [
        4246, 4001, 4004, 4003, 4005, 4055, 4220, 4090, 4045, 4120, 4006, 4091, 4218, 4238, 4166, 4162, 4240, 4020, 4222, 4266,
        4194, 4195, 4206, 4338, 4263, 0, 1, 4000, 4002, 4221, 0xffff_ffff,
    ];

    private readonly Random _random;
    private readonly Machine _origin;

    private StepCases(int seed)
    {
        _random = new Random(seed);
        var memory = new AddressSpace();
        for (int i = 0; i < 200; i++) memory.WriteWord(Word(), Word());
        _origin = new Machine(memory, ReferenceEngine.Instance);
        _origin.MemoryRoot();
    }

    /// <summary>Every instruction on pairs of edge values, then on random ones.</summary>
    public static IEnumerable<StepCase> Instructions(int seed, int edgePairs, int random) => new StepCases(seed).Instructions(edgePairs, random);

    /// <summary>System calls on edge arguments.</summary>
    public static IEnumerable<StepCase> SystemCalls(int seed, int each) => new StepCases(seed).SystemCalls(each);

    /// <summary>Random words, which mostly trap; words one bit off an instruction; states that do not run; misaligned pcs.</summary>
    public static IEnumerable<StepCase> Oddities(int seed, int each) => new StepCases(seed).Oddities(each);

    private IEnumerable<StepCase> Instructions(int edgePairs, int random)
    {
        foreach (InstructionForm form in InstructionForm.All)
        {
            // Both operands at the edges; which pairs are left out moves on from form to form.
            int count = s_edges.Length * s_edges.Length, start = _random.Next(count);
            for (int i = 0; i < Math.Min(edgePairs, count); i++)
            {
                int pair = (start + i * 7) % count; // 7 and 225 have no common factor
                yield return Make(form.Name, form.Group, Operands(form), s_edges[pair / s_edges.Length], s_edges[pair % s_edges.Length]);
            }
            for (int i = 0; i < random; i++)
                yield return Make(form.Name, form.Group, Operands(form), Word(), Word());
        }
    }

    private IEnumerable<StepCase> SystemCalls(int each)
    {
        foreach (uint call in s_calls)
        {
            for (int i = 0; i < each; i++)
            {
                Machine machine = Prepare(0x0000000c);
                uint[] r = machine.State.Registers;
                r[2] = call;
                r[4] = Pick<uint>([0, 1, 2, 3, 256, 0x2000_0000, 0xffff_ffff, Word()]);
                r[5] = Pick<uint>([0, 1, 2, 3, 4096, 4097, 0x0fff_f000, 0x1000_0000, 0x1000_0001, 0xffff_f001, 0xffff_ffff, Word()]);
                r[6] = Pick<uint>([0, 1, 0xffff_ffff, Word()]);
                machine.State.Heap = Pick<uint>([0x2000_0000, 0x2fff_f000, 0x2fff_ffff, 0x3000_0000, 0xffff_ffff, Word()]);
                yield return StepCase.From(machine, $"syscall {call}", "system call");
            }
        }
    }

    private IEnumerable<StepCase> Oddities(int each)
    {
        for (int i = 0; i < each; i++)
        {
            yield return StepCase.From(Prepare(Word()), "random word", "reserved");

            InstructionForm form = Pick(InstructionForm.All);
            uint flipped = Operands(form) ^ (1u << _random.Next(32));
            yield return StepCase.From(Prepare(flipped), $"{form.Name} with a bit flipped: 0x{flipped:x8}", "reserved");

            Machine halted = Prepare(Word());
            halted.State.Status = (MachineStatus)Pick<byte>([0, 1, 2, 4, 5, 128, 255]);
            yield return StepCase.From(halted, "halted", "halted");

            Machine misaligned = Prepare(Word());
            misaligned.State.Pc |= (uint)_random.Next(1, 4);
            yield return StepCase.From(misaligned, "misaligned pc", "misaligned pc");
        }
    }

    private StepCase Make(string name, string group, uint word, uint rs, uint rt)
    {
        Machine machine = Prepare(word);
        uint[] r = machine.State.Registers;
        r[(word >> 16) & 31] = rt;
        r[(word >> 21) & 31] = rs;
        if (group is "load" or "store") Aim(machine, word);
        return StepCase.From(machine, name, group);
    }

    /// <summary>Leads an access to the instruction's own leaf, a leaf near it, or where it happens to lead.</summary>
    private void Aim(Machine machine, uint word)
    {
        uint offset = (uint)(short)word;
        uint pc = machine.State.Pc;
        uint? target = _random.Next(5) switch
        {
            0 => pc + (uint)_random.Next(4),
            1 => (pc & ~31u) + (uint)_random.Next(32),
            2 => (pc ^ (32u << _random.Next(27))) + (uint)_random.Next(4),
            3 => (pc ^ 0x8000_0000) & ~3u,
            _ => null,
        };
        if (target is not { } address) return;
        machine.State.Registers[(word >> 21) & 31] = address - offset;
        if ((address & ~3u) != pc && _random.Next(2) == 0) machine.Memory.WriteWord(address, Word());
    }

    /// <summary>A running machine in a random state, about to execute a word.</summary>
    private Machine Prepare(uint word)
    {
        Machine machine = _origin.Fork();
        CpuState state = machine.State;
        state.Pc = _random.Next(3) == 0 ? Word() & ~3u : Pick(s_pcs);
        state.NextPc = _random.Next(8) == 0 ? Word() : state.Pc + 4;
        (state.Lo, state.Hi, state.Heap) = (Word(), Word(), Word());
        state.ExitCode = (byte)_random.Next(256);
        state.Step = _random.Next(8) == 0 ? ulong.MaxValue : (ulong)_random.NextInt64();
        for (int i = _random.Next(8) == 0 ? 0 : 1; i < 32; i++) // register 0 of a malformed state too
            state.Registers[i] = _random.Next(3) == 0 ? Pick(s_edges) : Word();
        for (int i = _random.Next(4); i > 0; i--) machine.Memory.WriteWord(state.Pc ^ (32u << _random.Next(27)), Word());
        machine.Memory.WriteWord(state.Pc, word);
        return machine;
    }

    /// <summary>The instruction with its operands and hints at random; small register numbers and 0 are frequent.</summary>
    private uint Operands(InstructionForm form)
    {
        uint word = Word();
        if (_random.Next(4) == 0) word &= 0xff1f_ffff;
        if (_random.Next(6) == 0) word &= 0xffff_07ff;
        if (_random.Next(6) == 0) word &= ~(0x1fu << 16);
        return form.Fixed | (word & form.Free);
    }

    private uint Word() => (uint)_random.NextInt64(1L << 32);

    private T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];
}
