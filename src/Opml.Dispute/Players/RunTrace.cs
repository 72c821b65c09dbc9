using System.Buffers.Binary;
using Opml.Dispute.Contracts;
using Opml.Dispute.Game;
using Opml.Dispute.Players.Faults;
using Opml.Ethereum;
using Opml.Mips.Commitment;
using Opml.Mips.Execution;
using Opml.Mips.Execution.Reference;
using Opml.Mips.Memory;
using Opml.Mips.State;
using Opml.Mips.Trace;

namespace Opml.Dispute.Players;

/// <summary>
/// A player's run of a program on one request's input: what it claims, and all states on the way. Safe from any thread: one
/// question is answered after the other.
/// </summary>
internal sealed class RunTrace : ITrace, IDisposable
{
    private const int StepOffset = 54;

    private readonly Lock _turn = new();
    private readonly ExecutionTrace _trace;
    private readonly byte[] _finalWitness;
    private readonly Hash32 _finalState;

    /// <summary>Runs a program to its end, or for <paramref name="stepLimit"/> steps.</summary>
    /// <param name="start">The machine at the start; forked, not run.</param>
    /// <param name="stepLimit">M.</param>
    /// <param name="fault">How the run is to be false.</param>
    /// <param name="pool">Memory and disk for the states on the way.</param>
    /// <param name="progress">Told the number of steps from time to time.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public RunTrace(Machine start, ulong stepLimit, Fault fault, SnapshotPool pool, Action<ulong>? progress, CancellationToken cancellationToken)
    {
        Machine origin = start;
        if (fault.ChangesRun)
        {
            using var honest = new ExecutionTrace(start, stepLimit, SnapshotPool.None, progress, cancellationToken);
            origin = fault.Load(engine => engine is null ? start.Fork() : start.Fork(engine), honest.Length);
        }
        _trace = new ExecutionTrace(origin, stepLimit, pool, progress, cancellationToken);

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

    /// <summary>Hash of the last state, as claimed.</summary>
    public Hash32 FinalState => _finalState;

    /// <summary>How the run ended; running where the step limit cut it off.</summary>
    public MachineStatus Status => _trace.Status;

    /// <summary>What a proposer posts.</summary>
    /// <param name="outputLimit">The model's.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public RunResult Result(uint outputLimit, CancellationToken cancellationToken)
    {
        lock (_turn)
        {
            var result = new RunResult(Steps, Status, _finalWitness);
            if (Status != MachineStatus.Succeeded) return result;
            Machine machine = _trace.StateAt(_trace.Length, cancellationToken);
            uint length = machine.Memory.ReadWord(MemoryMap.Output);
            byte[]? output = machine.ReadOutput((int)outputLimit);
            OutputProof proof = output is null ? OutputProof.OfLength(machine.Tree.GetNode) : OutputProof.Of(machine.Tree.GetNode, length);
            return result with { OutputLength = length, Output = output, Proof = proof };
        }
    }

    /// <inheritdoc/>
    public Hash32 StateAt(ulong index, CancellationToken cancellationToken = default)
    {
        if (index >= Steps) return _finalState;
        lock (_turn)
            return new Hash32(_trace.StateHashAt(index, cancellationToken));
    }

    /// <summary>Gives back the memory and disk of the states on the way. What is asked afterwards is answered all the same, by longer runs.</summary>
    public void Dispose()
    {
        lock (_turn) _trace.Dispose();
    }

    /// <summary>What the step contract needs for a disputed step, and the state that it will find; null where this run does not
    /// come to the agreed state.</summary>
    public StepEvidence? Evidence(Segment step, CancellationToken cancellationToken)
    {
        if (StateAt(step.Index, cancellationToken) != step.Agreed) return null;
        lock (_turn)
        {
            byte[] witness = _trace.WitnessAt(step.Index, cancellationToken);
            byte[] proof = _trace.ProofAt(step.Index, cancellationToken);
            return new StepEvidence(witness, proof, new Hash32(StepVerifier.Step(witness, proof)));
        }
    }
}
