namespace Opml.Mips.Insight.Comparison;

/// <summary>Whether two runs part, and where.</summary>
public sealed record RunComparison
{
    /// <summary>What counted as a difference.</summary>
    public required ComparisonBasis Basis { get; init; }

    /// <summary>Whether none was found.</summary>
    public required bool Same { get; init; }

    /// <summary>The last index at which both are known to agree; null where they differ from the start.</summary>
    public ulong? AgreedIndex { get; init; }

    /// <summary>The first index at which they are known to differ; null where they do not.</summary>
    public ulong? DifferentIndex { get; init; }

    /// <summary>The step that parts them: it leads from the state at this index to the next. Null where there is none, or it is not known.</summary>
    public ulong? Step => DifferentIndex is { } index && AgreedIndex is { } agreed && index == agreed + 1 ? agreed : null;

    /// <summary>The function that the step is in; null where there is none.</summary>
    public string? Function => Reference.Effect?.Function;

    /// <summary>The instruction of the step; null where there is none.</summary>
    public string? Instruction => Reference.Effect?.Instruction;

    /// <summary>One side.</summary>
    public required ComparedRun Reference { get; init; }

    /// <summary>The other side.</summary>
    public required ComparedRun Difference { get; init; }

    /// <summary>What was found, in a sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>What was found, in a sentence.</summary>
    public override string ToString() => Summary;
}
