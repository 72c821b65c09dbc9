namespace Opml.Mips.Insight.Profile;

/// <summary>How often one instruction of a program was executed.</summary>
public sealed record InstructionProfile
{
    /// <summary>The input's file; null where it came as bytes, or there was none.</summary>
    public string? Input { get; init; }

    /// <summary>Its address.</summary>
    public required uint Address { get; init; }

    /// <summary>Symbol and offset; null for code that no symbol names.</summary>
    public string? Location { get; init; }

    /// <summary>The instruction in GNU syntax.</summary>
    public required string Instruction { get; init; }

    /// <summary>Steps that executed it.</summary>
    public required ulong Steps { get; init; }

    /// <summary><see cref="Steps"/> as a part of the run's, 0 to 1.</summary>
    public required double Share { get; init; }

    /// <summary>Place, instruction and share.</summary>
    public override string ToString() => FormattableString.Invariant($"{Location ?? "?"} {Instruction} {Share:P1}");
}
