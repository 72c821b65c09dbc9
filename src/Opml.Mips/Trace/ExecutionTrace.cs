using Opml.Mips.Execution;
using Opml.Mips.State;

namespace Opml.Mips.Trace;

/// <summary>
/// The states of one run, by position: index 0 is the machine that it was made from, index n the state after n steps.
/// A halted state steps to itself, so beyond the end of a run that halted the last state repeats.
/// The run is made once, leaving snapshots behind; each query runs from the nearest one below and leaves another,
/// so that a bisection gets cheaper with every round. Not safe for concurrent use.
/// </summary>
public sealed class ExecutionTrace : IDisposable
{
    private const ulong StepsBetweenReports = 1 << 24;

    // What it takes to bring a snapshot back, in steps.
    private const ulong RestoringSteps = 1 << 16;
    private const ulong RestoringStepsPerPage = 1 << 7;

    private readonly Snapshots _snapshots;
    private readonly Machine _last;
    private TraceHead? _head;
    private ulong _headIndex;

    /// <summary>Runs <paramref name="start"/> to its end, or for <paramref name="stepLimit"/> steps, with the default limits for snapshots.</summary>
    /// <inheritdoc cref="ExecutionTrace(Machine, ulong, SnapshotPool, CancellationToken)"/>
    public ExecutionTrace(Machine start, ulong stepLimit, CancellationToken cancellationToken = default)
        : this(start, stepLimit, new SnapshotPool(), cancellationToken)
    {
    }

    /// <summary>Runs <paramref name="start"/> to its end, or for <paramref name="stepLimit"/> steps.</summary>
    /// <param name="start">The machine at index 0. It is forked, not run; text of the guest goes to its console.</param>
    /// <param name="stepLimit">Most steps to make.</param>
    /// <param name="pool">Memory and disk for snapshots.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="OperationCanceledException">Cancelled before the run's end.</exception>
    public ExecutionTrace(Machine start, ulong stepLimit, SnapshotPool pool, CancellationToken cancellationToken = default)
        : this(start, stepLimit, pool, null, cancellationToken)
    {
    }

    /// <inheritdoc cref="ExecutionTrace(Machine, ulong, SnapshotPool, CancellationToken)"/>
    /// <param name="start">The machine at index 0. It is forked, not run; text of the guest goes to its console.</param>
    /// <param name="stepLimit">Most steps to make.</param>
    /// <param name="pool">Memory and disk for snapshots.</param>
    /// <param name="progress">Told the number of steps from time to time.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public ExecutionTrace(Machine start, ulong stepLimit, SnapshotPool pool, Action<ulong>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(pool);
        Machine first = start.Fork();
        first.MemoryRoot(); // hashed once here, shared by every fork
        _snapshots = new Snapshots(first, pool);
        try
        {
            TraceHead head = _snapshots.Restore(0);
            Machine machine = head.Machine;
            machine.Console = start.Console;
            while (Length < stepLimit && machine.State.Status == MachineStatus.Running)
            {
                if (Length == _snapshots.NextEven) _snapshots.AddEven(head);
                ulong steps = Math.Min(stepLimit, _snapshots.NextEven) - Length;
                Length += machine.Run(progress is null ? steps : Math.Min(steps, StepsBetweenReports), cancellationToken);
                progress?.Invoke(Length);
            }
            machine.Console = null;
            _last = machine;
        }
        catch
        {
            _snapshots.Dispose();
            throw;
        }
    }

    /// <summary>N, the number of steps of the run, the one that exited or trapped included.</summary>
    public ulong Length { get; }

    /// <summary>How the run ended; <see cref="MachineStatus.Running"/> where the step limit cut it off.</summary>
    public MachineStatus Status => _last.State.Status;

    /// <summary>Bytes of memory that the snapshots use now.</summary>
    public long MemoryUsed => _snapshots.MemoryUsed;

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

    /// <summary>
    /// Gives back the snapshots' memory and disk. The trace still answers what it is asked, by runs from its start.
    /// </summary>
    public void Dispose()
    {
        _head = null;
        _snapshots.Dispose();
    }

    /// <summary>The trace's own machine at an index: to be read, not to be run.</summary>
    private Machine At(ulong index, CancellationToken cancellationToken)
    {
        if (index > Length && Status == MachineStatus.Running)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"The run was cut off, still running, after {Length} steps; trace it with a higher step limit.");
        if (index >= Length) return _last;
        TraceHead head = HeadBelow(index);
        if (_headIndex == index) return head.Machine;
        _head = null; // it stands nowhere until it has arrived
        head.Machine.Run(index - _headIndex, cancellationToken);
        _snapshots.AddVisited(index, head);
        _head = head;
        _headIndex = index;
        return head.Machine;
    }

    /// <summary>The head where it is, if that is no farther from the index than the nearest snapshot; else a new one there.</summary>
    private TraceHead HeadBelow(ulong index)
    {
        if (_head is { } head && _headIndex <= index)
        {
            ulong ahead = Math.Max(_headIndex, _snapshots.Nearest(index).Index) - _headIndex;
            if (ahead <= RestoringSteps + (RestoringStepsPerPage * (ulong)head.Machine.Memory.PageCount)) return head;
        }
        _head = _snapshots.Restore(index, _head);
        _headIndex = _head.From.Index;
        return _head;
    }
}
