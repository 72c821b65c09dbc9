using Opml.Mips.Execution;
using Opml.Mips.State;

namespace Opml.Mips.Trace;

/// <summary>
/// The states of one run, by position: index 0 is the machine that it was made from, index n the state after n steps.
/// A halted state steps to itself, so beyond the end of a run that halted the last state repeats.
/// The run is made once, leaving snapshots behind; each query runs from the nearest one below and leaves another,
/// so that a bisection gets cheaper with every round. Not safe for concurrent use.
/// </summary>
public sealed class ExecutionTrace
{
    private const ulong StepsBetweenReports = 1 << 24;

    private readonly Snapshots _snapshots;
    private readonly Machine _last;

    /// <summary>Runs <paramref name="start"/> to its end, or for <paramref name="stepLimit"/> steps.</summary>
    /// <param name="start">The machine at index 0. It is forked, not run; text of the guest goes to its console.</param>
    /// <param name="stepLimit">Most steps to make.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="OperationCanceledException">Cancelled before the run's end.</exception>
    public ExecutionTrace(Machine start, ulong stepLimit, CancellationToken cancellationToken = default)
        : this(start, stepLimit, null, cancellationToken)
    {
    }

    /// <inheritdoc cref="ExecutionTrace(Machine, ulong, CancellationToken)"/>
    /// <param name="start">The machine at index 0.</param>
    /// <param name="stepLimit">Most steps to make.</param>
    /// <param name="progress">Told the number of steps from time to time.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public ExecutionTrace(Machine start, ulong stepLimit, Action<ulong>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(start);
        Machine machine = start.Fork();
        machine.MemoryRoot(); // hashed once here, shared by every fork
        _snapshots = new Snapshots(machine.Fork());
        machine.Console = start.Console;
        while (Length < stepLimit && machine.State.Status == MachineStatus.Running)
        {
            if (Length == _snapshots.NextEven) _snapshots.AddEven(Length, machine.Fork());
            ulong steps = Math.Min(stepLimit, _snapshots.NextEven) - Length;
            Length += machine.Run(progress is null ? steps : Math.Min(steps, StepsBetweenReports), cancellationToken);
            progress?.Invoke(Length);
        }
        machine.Console = null;
        _last = machine;
    }

    /// <summary>N, the number of steps of the run, the one that exited or trapped included.</summary>
    public ulong Length { get; }

    /// <summary>How the run ended; <see cref="MachineStatus.Running"/> where the step limit cut it off.</summary>
    public MachineStatus Status => _last.State.Status;

    /// <summary>Snapshots kept now. Bounded, whatever the length of the run and the number of queries.</summary>
    internal int SnapshotCount => _snapshots.Count;

    /// <summary>The machine at an index, for the caller to keep or to run on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is beyond the limit at which a running machine was cut off.</exception>
    /// <exception cref="OperationCanceledException">Cancelled on the way; the trace is as good as before.</exception>
    public Machine StateAt(ulong index, CancellationToken cancellationToken = default) => At(index, cancellationToken).Fork();

    /// <summary>The 32-byte state hash at an index.</summary>
    /// <inheritdoc cref="StateAt"/>
    public byte[] StateHashAt(ulong index, CancellationToken cancellationToken = default) => At(index, cancellationToken).StateHash();

    /// <summary>The 190-byte witness at an index.</summary>
    /// <inheritdoc cref="StateAt"/>
    public byte[] WitnessAt(ulong index, CancellationToken cancellationToken = default) => At(index, cancellationToken).Witness();

    /// <summary>The proof of the step from an index to the next, for the step contract.</summary>
    /// <inheritdoc cref="StateAt"/>
    public byte[] ProofAt(ulong index, CancellationToken cancellationToken = default) => At(index, cancellationToken).NextStepProof();

    /// <summary>The trace's own machine at an index: to be read, not to be run.</summary>
    private Machine At(ulong index, CancellationToken cancellationToken)
    {
        if (index > Length && Status == MachineStatus.Running)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"The run was cut off, still running, after {Length} steps; trace it with a higher step limit.");
        if (index >= Length) return _last;
        (ulong from, Machine nearest) = _snapshots.Nearest(index);
        if (from == index) return nearest;
        Machine machine = nearest.Fork();
        machine.Run(index - from, cancellationToken);
        _snapshots.AddVisited(index, machine);
        return machine;
    }
}
