using Opml.Mips.State;

namespace Opml.Mips.Insight.Comparison;

/// <summary>One side of a comparison.</summary>
public sealed record ComparedRun
{
    /// <summary>What was run.</summary>
    public required string Name { get; init; }

    /// <summary>How the run ended; Running where it was cut off, or was not followed further than to the difference.</summary>
    public required MachineStatus Status { get; init; }

    /// <summary>The steps that were made.</summary>
    public required ulong Steps { get; init; }

    /// <summary>What the parting step did; null where there is none.</summary>
    public StepEffect? Effect { get; init; }

    /// <summary>The 32-byte state hash after it, 0x and 64 hex digits; null where there is none.</summary>
    public string? StateHash { get; init; }

    /// <summary>Name, and what the step did.</summary>
    public override string ToString() => Effect is null ? Name : $"{Name}: {Effect}";
}
