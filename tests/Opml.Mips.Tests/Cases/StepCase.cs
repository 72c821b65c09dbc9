using Opml.Mips.Execution;

namespace Opml.Mips.Tests.Cases;

/// <summary>One step: what goes into the step function, and what the machine makes of it.</summary>
/// <param name="Name">What the case is about.</param>
/// <param name="Group">Group of docs/machine.md's table.</param>
/// <param name="Witness">Witness of the state before, 190 bytes.</param>
/// <param name="Proof">Proof of the step.</param>
/// <param name="Expected">Hash of the state after it, 32 bytes.</param>
/// <param name="Before">A machine in the state before.</param>
public sealed record StepCase(string Name, string Group, byte[] Witness, byte[] Proof, byte[] Expected, Machine Before)
{
    /// <summary>The case that a machine makes of its next step. The machine is run on by that step.</summary>
    public static StepCase From(Machine machine, string name, string group)
    {
        byte[] witness = machine.Witness();
        byte[] proof = machine.NextStepProof();
        Machine before = machine.Fork();
        machine.Run(1);
        return new StepCase(name, group, witness, proof, machine.StateHash(), before);
    }

    /// <summary>The step, and more after it, made by another engine in a machine of its own.</summary>
    public Machine RunOn(IExecutionEngine engine, ulong steps)
    {
        Machine machine = Before.Fork(engine);
        machine.Run(steps);
        return machine;
    }
}
