using Opml.Mips.Execution;
using Opml.Mips.Memory;

namespace Opml.Dispute.Players.Faults;

/// <summary>An engine that runs as another does, but changes the state once, after a given step.</summary>
internal sealed class FaultyEngine(IExecutionEngine inner, Fault fault, ulong step) : IExecutionEngine
{
    public ulong Run(Machine machine, ulong maximumSteps, CancellationToken cancellationToken)
    {
        ulong done = 0;
        if (machine.State.Step < step)
        {
            done = inner.Run(machine, Math.Min(maximumSteps, step - machine.State.Step), cancellationToken);
            if (machine.State.Step < step) return done;
            Apply(machine);
        }
        return done + inner.Run(machine, maximumSteps - done, cancellationToken);
    }

    public void Prepare(Machine machine) => inner.Prepare(machine);

    private void Apply(Machine machine)
    {
        switch (fault.Kind)
        {
            case FaultKind.Register:
                machine.State.Registers[fault.Register] ^= 1;
                break;
            case FaultKind.Memory:
                machine.Memory.WriteWord(fault.Address, machine.Memory.ReadWord(fault.Address) ^ 1);
                break;
            default:
                const uint FirstWord = MemoryMap.Output + sizeof(uint);
                machine.Memory.WriteWord(FirstWord, machine.Memory.ReadWord(FirstWord) ^ 1);
                break;
        }
    }
}
