namespace Opml.Mips.Insight.Profile;

/// <summary>How often an operation was executed.</summary>
public sealed record OpcodeProfile
{
    /// <summary>The input's file; null where it came as bytes, or there was none.</summary>
    public string? Input { get; init; }

    /// <summary>The manual's mnemonic.</summary>
    public required string Opcode { get; init; }

    /// <summary>Steps that executed it.</summary>
    public required ulong Steps { get; init; }

    /// <summary><see cref="Steps"/> as a part of the run's, 0 to 1.</summary>
    public required double Share { get; init; }

    /// <summary>Mnemonic and share.</summary>
    public override string ToString() => FormattableString.Invariant($"{Opcode} {Share:P1}");
}
