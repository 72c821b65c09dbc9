using Opml.Mips.Isa;
using Opml.Mips.Memory;
using Opml.Mips.State;

namespace Opml.Mips.Execution.Reference;

/// <summary>The slow engine: it decodes and executes one instruction at a time, by the rules that the contract has.</summary>
public sealed class ReferenceEngine : IExecutionEngine
{
    private const ulong StepsBetweenChecks = 1 << 16;

    private ReferenceEngine()
    {
    }

    /// <summary>The engine; it keeps no state.</summary>
    public static ReferenceEngine Instance { get; } = new();

    /// <inheritdoc/>
    public ulong Run(Machine machine, ulong maximumSteps, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(machine);
        CpuState state = machine.State;
        var memory = new DirectMemory(machine.Memory);
        ulong done = 0;
        while (done < maximumSteps && state.Status == MachineStatus.Running)
        {
            if (done % StepsBetweenChecks == 0) cancellationToken.ThrowIfCancellationRequested();
            if (machine.Console is { } console && IsCall(state, machine.Memory)) console.Overhear(state, machine.Memory);
            StepFunction.Execute(state, ref memory);
            done++;
        }
        return done;
    }

    private static bool IsCall(CpuState state, AddressSpace memory) =>
        (state.Pc & 3) == 0 && Decoder.Decode(memory.ReadWord(state.Pc)).Opcode == Opcode.Syscall;
}
