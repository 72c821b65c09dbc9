using Opml.Mips.State;

namespace Opml.Mips.Execution.Translated;

/// <summary>
/// The fast engine: it interprets predecoded instructions and translates what is hot. It agrees with
/// <see cref="Reference.ReferenceEngine"/> on every state. Translations are shared by a machine and its forks.
/// </summary>
public sealed class TranslatedEngine : IExecutionEngine
{
    private const long StepsBetweenChecks = 1 << 22;
    private const int DefaultHeat = 500;

    private readonly int _heat;

    internal TranslatedEngine(int heat) => _heat = heat;

    /// <summary>The engine; it keeps no state.</summary>
    public static TranslatedEngine Instance { get; } = new(DefaultHeat);

    /// <inheritdoc/>
    public unsafe ulong Run(Machine machine, ulong maximumSteps, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(machine);
        CpuState state = machine.State;
        if (maximumSteps == 0 || state.Status != MachineStatus.Running) return 0;

        GuestCode code = GuestCode.Of(machine.Memory, _heat);
        var interpreter = new Interpreter(machine, code);
        GuestRegisters registers = default;
        registers.Load(state);
        bool translates = false;
        ulong done = 0;
        while (done < maximumSteps && state.Status == MachineStatus.Running)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long slice = (long)Math.Min(maximumSteps - done, StepsBetweenChecks);
            registers.Budget = slice;
            interpreter.Run(&registers, translates);
            ulong made = (ulong)(slice - registers.Budget);
            done += made;
            registers.Store(state);
            state.Step = unchecked(state.Step + made);
        }
        GC.KeepAlive(machine);
        return done;
    }
}
