using Opml.Mips.Elf;
using Opml.Mips.Execution;
using Opml.Mips.Isa;
using Opml.Mips.Memory;
using Opml.Mips.State;

namespace Opml.Mips.Insight.Comparison;

/// <summary>What one step of a run was, and did.</summary>
public sealed record StepEffect
{
    // More words than this come from no instruction; the first ones are enough to see so.
    private const int MaximumWords = 16;

    /// <summary>Address of the instruction.</summary>
    public required uint Pc { get; init; }

    /// <summary>Symbol and offset; null where there is no symbol.</summary>
    public string? Location { get; init; }

    /// <summary>The function; null where there is no symbol.</summary>
    public string? Function { get; init; }

    /// <summary>The instruction in GNU syntax.</summary>
    public required string Instruction { get; init; }

    /// <summary>The registers that the instruction has as operands, before the step.</summary>
    public required IReadOnlyList<MachineRegister> Read { get; init; }

    /// <summary>What is another value after the step, or was written with the value that it had; pc and nextPc where the step did not simply go on.</summary>
    public required IReadOnlyList<StateChange> Wrote { get; init; }

    /// <summary>Place and instruction, then what was written.</summary>
    public override string ToString() => $"0x{Pc:x8} {Location ?? "?"} {Instruction}: {(Wrote.Count == 0 ? "nothing" : string.Join(", ", Wrote))}";

    /// <summary>What lies between two states of one run.</summary>
    /// <param name="before">The machine before the step.</param>
    /// <param name="after">The machine after it, however that came about.</param>
    /// <param name="symbols">The program's symbols.</param>
    public static StepEffect Between(Machine before, Machine after, SymbolTable symbols)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(symbols);
        CpuState from = before.State, to = after.State;
        bool aligned = (from.Pc & 3) == 0;
        uint word = aligned ? before.Memory.ReadWord(from.Pc) : 0;
        Instruction i = Decoder.Decode(word);
        SymbolLocation? location = symbols.Locate(from.Pc);
        return new StepEffect
        {
            Pc = from.Pc,
            Location = location?.ToString(),
            Function = location?.Symbol.Name,
            Instruction = aligned ? DisassemblyLine.Disassemble(word, from.Pc, symbols) : "misaligned pc",
            Read = [.. Operands(i).Select(register => new MachineRegister(
                RegisterNames.Of(register), from.Registers[register], Place.Of(symbols, from.Registers[register])))],
            Wrote = [.. Changes(from, to, i), .. AddressSpace.Differences(before.Memory, after.Memory).Take(MaximumWords)
                .Select(address => new StateChange($"0x{address:x8}", before.Memory.ReadWord(address), after.Memory.ReadWord(address)))],
        };
    }

    private static IEnumerable<StateChange> Changes(CpuState from, CpuState to, Instruction i)
    {
        int written = RegisterWrite.Of(i);
        for (int register = 1; register < from.Registers.Length; register++)
        {
            if (from.Registers[register] != to.Registers[register] || register == written)
                yield return new StateChange(RegisterNames.Of(register), from.Registers[register], to.Registers[register]);
        }

        bool goesOn = to.Pc == from.NextPc && to.NextPc == from.NextPc + 4;
        if (!goesOn) yield return new StateChange("nextPc", from.NextPc, to.NextPc);
        if (to.Pc != from.NextPc && to.Pc != from.Pc) yield return new StateChange("pc", from.Pc, to.Pc);
        foreach ((string name, uint before, uint after) in new[]
        {
            ("hi", from.Hi, to.Hi), ("lo", from.Lo, to.Lo), ("heap", from.Heap, to.Heap),
            ("status", (uint)from.Status, (uint)to.Status), ("exitCode", from.ExitCode, to.ExitCode),
        })
        {
            if (before != after) yield return new StateChange(name, before, after);
        }
    }

    private static IEnumerable<int> Operands(Instruction i)
    {
        if (i.Opcode is Opcode.Reserved or Opcode.J or Opcode.Jal or Opcode.Sync or Opcode.Pref or Opcode.Break) return [];
        if (i.Opcode == Opcode.Syscall) return [2, 4, 5, 6, 7];
        return new[] { i.Rs, i.Rt }.Where(register => register != 0).Distinct();
    }
}
