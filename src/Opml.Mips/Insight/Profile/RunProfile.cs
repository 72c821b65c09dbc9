using Opml.Mips.Elf;
using Opml.Mips.Execution;
using Opml.Mips.Execution.Reference;
using Opml.Mips.Isa;
using Opml.Mips.State;

namespace Opml.Mips.Insight.Profile;

/// <summary>
/// Where the steps of a run go. Every step is counted, none is sampled: the machine is run by the reference engine's own step function.
/// Instructions are told from memory as the run leaves it, so a program that rewrites its code is shown as it was at the end.
/// </summary>
public sealed class RunProfile
{
    private const ulong StepsBetweenReports = 1 << 20;
    private const int ReturnAddress = 31;

    private readonly Machine _machine;
    private readonly SymbolTable _symbols;
    private readonly StepCounts _counts = new();
    private readonly CallTracker _calls;

    private RunProfile(Machine machine, SymbolTable symbols)
    {
        (_machine, _symbols) = (machine, symbols);
        _calls = new CallTracker(symbols);
    }

    /// <summary>Steps that were counted.</summary>
    public ulong Steps { get; private set; }

    /// <summary>Runs a machine until the guest ends or its step count reaches <paramref name="stepLimit"/>, and counts.</summary>
    /// <param name="machine">The machine; it ends in the state that the run ends in.</param>
    /// <param name="symbols">Its program's symbols.</param>
    /// <param name="stepLimit">The step count at which to stop.</param>
    /// <param name="progress">Told the step count from time to time.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static RunProfile Of(
        Machine machine, SymbolTable symbols, ulong stepLimit, IProgress<ulong>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(symbols);
        var profile = new RunProfile(machine, symbols);
        CpuState state = machine.State;
        profile._calls.Begin(state.Pc, state.Step);
        while (state.Status == MachineStatus.Running && state.Step < stepLimit)
        {
            cancellationToken.ThrowIfCancellationRequested();
            profile.Count(Math.Min(StepsBetweenReports, stepLimit - state.Step));
            progress?.Report(state.Step);
        }
        profile._calls.End(state.Step);
        return profile;
    }

    /// <summary>The functions, the one with the most steps of its own first.</summary>
    public IReadOnlyList<FunctionProfile> ByFunction()
    {
        var own = new Dictionary<uint, (Symbol? Symbol, ulong Steps)>();
        uint? nameless = null;
        foreach ((uint address, ulong steps) in _counts.All)
        {
            Symbol? symbol = _symbols.Locate(address)?.Symbol;
            uint start = symbol?.Address ?? (nameless ??= address);
            own[start] = (symbol, own.GetValueOrDefault(start).Steps + steps);
        }
        return [.. own.OrderByDescending(pair => pair.Value.Steps).ThenBy(pair => pair.Key).Select(pair =>
        {
            CallTracker.Function? calls = pair.Value.Symbol is null ? null : _calls.Functions.GetValueOrDefault(pair.Key);
            ulong total = Math.Max(calls?.TotalSteps ?? 0, pair.Value.Steps);
            return new FunctionProfile
            {
                Function = pair.Value.Symbol?.Name,
                Address = pair.Key,
                Steps = pair.Value.Steps,
                Share = Share(pair.Value.Steps),
                TotalSteps = total,
                TotalShare = Share(total),
                Calls = calls?.Calls ?? 0,
            };
        })];
    }

    /// <summary>The instructions that were executed, the one with the most steps first.</summary>
    public IReadOnlyList<InstructionProfile> ByInstruction() =>
    [
        .. _counts.All.OrderByDescending(count => count.Steps).ThenBy(count => count.Address).Select(count => new InstructionProfile
        {
            Address = count.Address,
            Location = _symbols.Locate(count.Address)?.ToString(),
            Instruction = DisassemblyLine.Disassemble(_machine.Memory.ReadWord(count.Address), count.Address, _symbols),
            Steps = count.Steps,
            Share = Share(count.Steps),
        }),
    ];

    /// <summary>The operations, the one with the most steps first. A step that trapped at a misaligned pc is in none.</summary>
    public IReadOnlyList<OpcodeProfile> ByOpcode() =>
    [
        .. from count in _counts.All
           group count.Steps by Decoder.Decode(_machine.Memory.ReadWord(count.Address)).Opcode into operation
           let steps = operation.Aggregate(0UL, static (sum, one) => sum + one)
           orderby steps descending, operation.Key
           select new OpcodeProfile { Opcode = Mnemonics.Of(operation.Key), Steps = steps, Share = Share(steps) },
    ];

    private double Share(ulong steps) => Steps == 0 ? 0 : (double)steps / Steps;

    private void Count(ulong steps)
    {
        CpuState s = _machine.State;
        var memory = new DirectMemory(_machine.Memory);
        ulong done = 0;
        for (; done < steps && s.Status == MachineStatus.Running; done++)
        {
            uint pc = s.Pc;
            if ((pc & 3) == 0) _counts.Add(pc);
            StepFunction.Execute(s, ref memory);
            if (s.Pc != pc + 4 && s.Status == MachineStatus.Running) Arrive(pc, s.Pc);
        }
        Steps += done;
    }

    /// <summary>Control did not go on to the next instruction: the branch is the one before, whose delay slot was executed.</summary>
    private void Arrive(uint slot, uint target)
    {
        if (Branching.IsLikely(Decoder.Decode(_machine.Memory.ReadWord(slot)).Opcode)) return; // not taken: its slot was skipped
        Instruction i = Decoder.Decode(_machine.Memory.ReadWord(slot - 4));
        ulong step = _machine.State.Step;
        if (Branching.LinkRegister(i) == ReturnAddress) _calls.Call(target, slot + 4, step);
        else if (i.Opcode == Opcode.Jr && i.Rs == ReturnAddress) _calls.Return(target, step);
        else _calls.Jump(target, step);
    }
}
