using Opml.Mips.Elf;
using Opml.Mips.Execution;
using Opml.Mips.Isa;
using Opml.Mips.State;

namespace Opml.Mips.Insight;

/// <summary>What there is to see of a machine at some step.</summary>
public sealed record MachineView
{
    /// <summary>The input's file; null where it came as bytes, or there was none.</summary>
    public string? Input { get; init; }

    /// <summary>Steps from the start.</summary>
    public required ulong Step { get; init; }

    /// <summary>Whether the guest runs, and how it ended.</summary>
    public required MachineStatus Status { get; init; }

    /// <summary>The guest's exit code, 0 to 255; null unless it exited.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Address of the instruction that the next step executes.</summary>
    public required uint Pc { get; init; }

    /// <summary>Symbol and offset of <see cref="Pc"/>; null where there is no symbol.</summary>
    public string? Location { get; init; }

    /// <summary>The function at <see cref="Pc"/>; null where there is no symbol.</summary>
    public string? Function { get; init; }

    /// <summary>Address of the instruction after it.</summary>
    public required uint NextPc { get; init; }

    /// <summary>Symbol and offset of <see cref="NextPc"/>; null where there is no symbol.</summary>
    public string? NextLocation { get; init; }

    /// <summary>Whether <see cref="Pc"/> stands in the delay slot of a branch that is taken.</summary>
    public bool IsDelaySlot => NextPc != unchecked(Pc + 4);

    /// <summary>The instruction at <see cref="Pc"/> in GNU syntax.</summary>
    public required string Instruction { get; init; }

    /// <summary>The registers that were asked for, general ones in their order, then hi and lo.</summary>
    public required IReadOnlyList<MachineRegister> Registers { get; init; }

    /// <summary>The instructions around <see cref="Pc"/>.</summary>
    public required IReadOnlyList<DisassemblyLine> Disassembly { get; init; }

    /// <summary>The functions that have not returned, the running one first.</summary>
    public required CallStack CallStack { get; init; }

    /// <summary>The slices of memory that were asked for.</summary>
    public IReadOnlyList<MemorySlice> Memory { get; init; } = Array.Empty<MemorySlice>();

    /// <summary>The 32-byte state hash, 0x and 64 hex digits; null unless asked for.</summary>
    public string? StateHash { get; init; }

    /// <summary>The 32-byte memory root, 0x and 64 hex digits; null unless asked for.</summary>
    public string? MemoryRoot { get; init; }

    /// <summary>The state's 190-byte witness; null unless asked for.</summary>
    public byte[]? Witness { get; init; }

    /// <summary>Step, place and instruction.</summary>
    public override string ToString() => $"step {Step}: 0x{Pc:x8} {Location ?? "?"} {Instruction}";

    /// <summary>Looks at a machine, which stays as it is.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="symbols">Its program's symbols.</param>
    /// <param name="options">How much is wanted.</param>
    /// <exception cref="ArgumentException">A register or an address names nothing that is there.</exception>
    public static MachineView Of(Machine machine, SymbolTable symbols, MachineViewOptions options)
    {
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(symbols);
        ArgumentNullException.ThrowIfNull(options);
        CpuState state = machine.State;
        byte[]? witness = options.WithWitness ? machine.Witness() : null;
        return new MachineView
        {
            Step = state.Step,
            Status = state.Status,
            ExitCode = state.Status is MachineStatus.Succeeded or MachineStatus.Failed ? state.ExitCode : null,
            Pc = state.Pc,
            Location = symbols.Locate(state.Pc)?.ToString(),
            Function = symbols.Locate(state.Pc)?.Symbol.Name,
            NextPc = state.NextPc,
            NextLocation = symbols.Locate(state.NextPc)?.ToString(),
            Instruction = (state.Pc & 3) != 0 ? "misaligned pc" : DisassemblyLine.Disassemble(machine.Memory.ReadWord(state.Pc), state.Pc, symbols),
            Registers = RegistersOf(state, symbols, options.Registers),
            Disassembly = DisassemblyLine.Around(machine.Memory, symbols, state.Pc, options.Context),
            CallStack = CallStack.Of(state, machine.Memory, symbols),
            Memory = options.Memory.Select(request =>
            {
                uint address = request.Address.Resolve(state, symbols);
                return MemorySlice.Read(machine.Memory, address, Place.Of(symbols, address), request.Length, request.Format);
            }).ToArray(),
            StateHash = witness is null ? null : "0x" + Convert.ToHexStringLower(Commitment.Witness.StateHash(witness)),
            MemoryRoot = witness is null ? null : "0x" + Convert.ToHexStringLower(Commitment.Witness.MemoryRoot(witness)),
            Witness = witness,
        };
    }

    private static MachineRegister[] RegistersOf(CpuState state, SymbolTable symbols, IReadOnlyList<string> wanted)
    {
        MachineRegister Named(string name, uint value) => new(name, value, Place.Of(symbols, value));

        MachineRegister Find(string name) => name.TrimStart('$') switch
        {
            "hi" => Named("hi", state.Hi),
            "lo" => Named("lo", state.Lo),
            var other when RegisterNames.Find(other) is { } number => Named(RegisterNames.Of(number), state.Registers[number]),
            _ => throw new ArgumentException($"'{name}' is no register: give zero, at, v0, v1, a0 to a3, t0 to t9, s0 to s8, k0, k1, gp, sp, ra, hi or lo."),
        };

        return wanted.Count > 0
            ? [.. wanted.Select(Find)]
            : [.. state.Registers.Select((value, number) => Named(RegisterNames.Of(number), value)), Find("hi"), Find("lo")];
    }
}
