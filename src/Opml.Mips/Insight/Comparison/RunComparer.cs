using Opml.Mips.Elf;
using Opml.Mips.Execution;
using Opml.Mips.Execution.Reference;
using Opml.Mips.State;
using Opml.Mips.Trace;

namespace Opml.Mips.Insight.Comparison;

/// <summary>Finds where two runs part.</summary>
public sealed class RunComparer
{
    private readonly Func<Machine> _reference;
    private readonly Func<Machine> _difference;
    private readonly string _referenceName;
    private readonly string _differenceName;
    private readonly SymbolTable _referenceSymbols;
    private readonly SymbolTable _differenceSymbols;

    /// <summary>Compares runs of two origins.</summary>
    /// <param name="reference">One side.</param>
    /// <param name="difference">The other side.</param>
    public RunComparer(RunOrigin reference, RunOrigin difference)
        : this(reference, difference, () => difference.Load(), $"{difference}")
    {
    }

    /// <summary>Compares a run with one that begins as the same, or another, but is executed otherwise.</summary>
    /// <param name="reference">One side.</param>
    /// <param name="difference">What the other side is made from.</param>
    /// <param name="load">Makes the other side's machine at its start.</param>
    /// <param name="name">What the other side is called.</param>
    public RunComparer(RunOrigin reference, RunOrigin difference, Func<Machine> load, string name)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(difference);
        (_reference, _difference) = (() => reference.Load(), load);
        (_referenceName, _differenceName) = ($"{reference}", name);
        (_referenceSymbols, _differenceSymbols) = (reference.Image.Symbols, difference.Image.Symbols);
    }

    /// <summary>Whether both begin in the same state, memory included.</summary>
    public bool BeginAlike() => _reference().StateHash().AsSpan().SequenceEqual(_difference().StateHash());

    /// <summary>
    /// Bisects over state hashes, as a dispute does: a step before which the whole states agree and after which they do not. It is the
    /// first such step, unless they had parted before and met again.
    /// </summary>
    /// <param name="stepLimit">Most steps of a run.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public RunComparison ByState(ulong stepLimit, CancellationToken cancellationToken = default)
    {
        Machine startOfReference = _reference(), startOfDifference = _difference();
        if (!startOfReference.StateHash().AsSpan().SequenceEqual(startOfDifference.StateHash()))
        {
            return new RunComparison
            {
                Basis = ComparisonBasis.State,
                Same = false,
                DifferentIndex = 0,
                Reference = Side(_referenceName, startOfReference, null),
                Difference = Side(_differenceName, startOfDifference, null),
                Summary = "They differ from the start: program, model or input are not the same. Compare by Control for the first branch, or by Registers for the first value, at which that shows.",
            };
        }

        var pool = new SnapshotPool();
        using var reference = new ExecutionTrace(startOfReference, stepLimit, pool, cancellationToken);
        using var difference = new ExecutionTrace(startOfDifference, stepLimit, pool, cancellationToken);
        ulong agreed = 0, different = Math.Max(reference.Length, difference.Length);
        if (Agree(reference, difference, different, cancellationToken)) return Same(ComparisonBasis.State, reference, difference);
        while (different - agreed > 1)
        {
            ulong middle = agreed + ((different - agreed) / 2);
            if (Agree(reference, difference, middle, cancellationToken)) agreed = middle;
            else different = middle;
        }
        return Parted(ComparisonBasis.State, agreed, reference.StateAt(agreed, cancellationToken), reference.StateAt(different, cancellationToken),
            difference.StateAt(agreed, cancellationToken), difference.StateAt(different, cancellationToken));
    }

    /// <summary>Runs both side by side and finds the very first step that parts their registers, or the ways that they take.</summary>
    /// <param name="basis"><see cref="ComparisonBasis.Registers"/> or <see cref="ComparisonBasis.Control"/>.</param>
    /// <param name="stepLimit">Most steps of a run.</param>
    /// <param name="progress">Told the steps that were compared from time to time.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public RunComparison SideBySide(ComparisonBasis basis, ulong stepLimit, IProgress<ulong>? progress = null, CancellationToken cancellationToken = default)
    {
        if (basis is not (ComparisonBasis.Registers or ComparisonBasis.Control))
            throw new ArgumentOutOfRangeException(nameof(basis), basis, "Side by side, registers or ways are compared.");
        Machine reference = _reference().Fork(ReferenceEngine.Instance), difference = _difference();
        ulong? found = LockStep.FirstDifference(reference, difference, basis, stepLimit, progress, cancellationToken);
        if (found is not { } index)
        {
            return new RunComparison
            {
                Basis = basis,
                Same = true,
                AgreedIndex = reference.State.Step,
                Reference = Side(_referenceName, reference, null),
                Difference = Side(_differenceName, difference, null),
                Summary = $"{(basis == ComparisonBasis.Control ? "Both take the same way" : "Both have the same registers")} in all of {reference.State.Step} steps{Ending(reference.State)}.",
            };
        }

        Machine before = At(_reference(), index - 1, cancellationToken), other = At(_difference(), index - 1, cancellationToken);
        return Parted(basis, index - 1, before, At(before.Fork(), index, cancellationToken), other, At(other.Fork(), index, cancellationToken));
    }

    private static Machine At(Machine machine, ulong step, CancellationToken cancellationToken)
    {
        MachineRunner.Advance(machine, step, null, cancellationToken);
        return machine;
    }

    private static bool Agree(ExecutionTrace a, ExecutionTrace b, ulong index, CancellationToken cancellationToken) =>
        a.StateHashAt(Math.Min(index, a.Length), cancellationToken).AsSpan().SequenceEqual(b.StateHashAt(Math.Min(index, b.Length), cancellationToken));

    private RunComparison Same(ComparisonBasis basis, ExecutionTrace reference, ExecutionTrace difference) => new()
    {
        Basis = basis,
        Same = true,
        AgreedIndex = reference.Length,
        Reference = Side(_referenceName, reference.StateAt(reference.Length), null),
        Difference = Side(_differenceName, difference.StateAt(difference.Length), null),
        Summary = $"Both begin and end in the same state, after {reference.Length} steps.",
    };

    private RunComparison Parted(ComparisonBasis basis, ulong step, Machine before, Machine after, Machine otherBefore, Machine otherAfter)
    {
        StepEffect effect = StepEffect.Between(before, after, _referenceSymbols);
        StepEffect otherEffect = StepEffect.Between(otherBefore, otherAfter, _differenceSymbols);
        return new RunComparison
        {
            Basis = basis,
            Same = false,
            AgreedIndex = step,
            DifferentIndex = step + 1,
            Reference = Side(_referenceName, after, effect),
            Difference = Side(_differenceName, otherAfter, otherEffect),
            Summary = $"Step {step} parts them, 0x{effect.Pc:x8} {effect.Location ?? "?"} {effect.Instruction}: {Wrote(effect)} here, {Wrote(otherEffect)} there.",
        };
    }

    private static string Wrote(StepEffect effect) => effect.Wrote.Count == 0
        ? "the program just goes on"
        : string.Join(", ", effect.Wrote.Select(change => $"{change.Name} becomes 0x{change.After:x8}"));

    private static string Ending(CpuState state) => state.Status == MachineStatus.Running ? ", after which they were cut off" : "";

    private static ComparedRun Side(string name, Machine machine, StepEffect? effect) => new()
    {
        Name = name,
        Status = machine.State.Status,
        Steps = machine.State.Step,
        Effect = effect,
        StateHash = "0x" + Convert.ToHexStringLower(machine.StateHash()),
    };
}
