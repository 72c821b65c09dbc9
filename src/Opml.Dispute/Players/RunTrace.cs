using System.Buffers.Binary;
using Opml.Dispute.Game;
using Opml.Dispute.Players.Faults;
using Opml.Ethereum;
using Opml.Mips.Commitment;
using Opml.Mips.Execution;
using Opml.Mips.Execution.Translated;
using Opml.Mips.State;
using Opml.Mips.Trace;

namespace Opml.Dispute.Players;

/// <summary>A player's run of a program on one request's input: what it claims, and all states on the way.</summary>
internal sealed class RunTrace : ITrace
{
    private const int StepOffset = 54;

    private readonly ExecutionTrace _trace;
    private readonly byte[] _finalWitness;
    private readonly Hash32 _finalState;

    /// <summary>Runs a program to its end, or for <paramref name="stepLimit"/> steps.</summary>
    /// <param name="load">Makes a machine at the start, on an engine.</param>
    /// <param name="stepLimit">M.</param>
    /// <param name="fault">How the run is to be false.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public RunTrace(Func<IExecutionEngine, Machine> load, ulong stepLimit, Fault fault, CancellationToken cancellationToken)
    {
        _trace = new ExecutionTrace(load(TranslatedEngine.Instance), stepLimit, cancellationToken);
        if (fault.ChangesRun)
        {
            ulong last = _trace.Length;
            bool anywhere = fault.Kind is FaultKind.Register or FaultKind.Memory;
            ulong step = anywhere ? Math.Clamp(fault.Step ?? last / 2, 1, last) : last;
            var engine = new FaultyEngine(TranslatedEngine.Instance, fault, step);
            _trace = new ExecutionTrace(load(engine), stepLimit, cancellationToken);
        }

        Steps = _trace.Length;
        _finalWitness = _trace.WitnessAt(Steps, cancellationToken);
        if (fault.Kind == FaultKind.StepCount)
        {
            Steps = Math.Clamp(fault.Step ?? Steps + Steps / 2, 1, stepLimit);
            BinaryPrimitives.WriteUInt64BigEndian(_finalWitness.AsSpan(StepOffset), Steps);
        }
        _finalState = new Hash32(Witness.StateHash(_finalWitness));
    }

    /// <summary>N, as claimed.</summary>
    public ulong Steps { get; }

    /// <summary>The 190-byte witness of the last state, as claimed.</summary>
    public ReadOnlySpan<byte> FinalWitness => _finalWitness;

    /// <summary>Hash of the last state, as claimed.</summary>
    public Hash32 FinalState => _finalState;

    /// <summary>How the run ended; running where the step limit cut it off.</summary>
    public MachineStatus Status => _trace.Status;

    /// <summary>The machine in the last state, for its output and the proof that it is there.</summary>
    public Machine Final(CancellationToken cancellationToken) => _trace.StateAt(_trace.Length, cancellationToken);

    /// <inheritdoc/>
    public Hash32 StateAt(ulong index, CancellationToken cancellationToken = default) =>
        index >= Steps ? _finalState : new Hash32(_trace.StateHashAt(index, cancellationToken));

    /// <summary>What the step contract needs for the step from an index to the next.</summary>
    public (byte[] Witness, byte[] Proof) StepAt(ulong index, CancellationToken cancellationToken) =>
        (_trace.WitnessAt(index, cancellationToken), _trace.ProofAt(index, cancellationToken));

    /// <summary>The machine at an index, for its pc and instruction.</summary>
    public Machine MachineAt(ulong index, CancellationToken cancellationToken) => _trace.StateAt(index, cancellationToken);
}
