using System.Diagnostics;
using Opml.Mips.State;

namespace Opml.Mips.Execution;

/// <summary>Runs machines in pieces, with progress between them, and sums up the result.</summary>
public static class MachineRunner
{
    private const ulong StepsBetweenReports = 1 << 22;

    /// <summary>
    /// Runs until the guest ends or its step count reaches <paramref name="stepLimit"/>.
    /// </summary>
    /// <param name="machine">The machine; it ends in the state that the result tells of.</param>
    /// <param name="stepLimit">The step count at which to stop; a state already past it is left as it is.</param>
    /// <param name="withProof">Whether the result carries witness and proof.</param>
    /// <param name="progress">Told the step count from time to time.</param>
    /// <param name="cancellationToken">Ends the run between two steps.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static MachineRun Run(
        Machine machine,
        ulong stepLimit,
        bool withProof = false,
        IProgress<ulong>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(machine);
        machine.Console ??= new GuestConsole();
        CpuState state = machine.State;
        TimeSpan duration = Advance(machine, stepLimit, progress, cancellationToken);
        byte[] root = machine.MemoryRoot();
        byte[] witness = machine.Witness();
        return new MachineRun
        {
            Status = state.Status,
            ExitCode = state.Status is MachineStatus.Succeeded or MachineStatus.Failed ? state.ExitCode : null,
            Output = state.Status == MachineStatus.Succeeded ? machine.ReadOutput() ?? [] : [],
            Steps = state.Step,
            StateHash = Hex(Commitment.Witness.StateHash(witness)),
            MemoryRoot = Hex(root),
            StandardOutput = machine.Console.ToString(),
            Duration = duration,
            Witness = withProof ? witness : null,
            Proof = withProof ? machine.NextStepProof() : null,
        };
    }

    /// <summary>Runs until the guest ends or its step count reaches <paramref name="step"/>.</summary>
    /// <returns>Time that executing took.</returns>
    /// <inheritdoc cref="Run"/>
    public static TimeSpan Advance(Machine machine, ulong step, IProgress<ulong>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(machine);
        CpuState state = machine.State;
        var watch = new Stopwatch();
        while (state.Status == MachineStatus.Running && state.Step < step)
        {
            watch.Start();
            machine.Run(Math.Min(step - state.Step, StepsBetweenReports), cancellationToken);
            watch.Stop();
            progress?.Report(state.Step);
        }
        return watch.Elapsed;
    }

    private static string Hex(byte[] bytes) => "0x" + Convert.ToHexStringLower(bytes);
}
