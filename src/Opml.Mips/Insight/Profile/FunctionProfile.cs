namespace Opml.Mips.Insight.Profile;

/// <summary>What a function took of a run.</summary>
public sealed record FunctionProfile
{
    /// <summary>The input's file; null where it came as bytes, or there was none.</summary>
    public string? Input { get; init; }

    /// <summary>Its symbol; null for code that no symbol names.</summary>
    public string? Function { get; init; }

    /// <summary>Where it begins; for code that no symbol names, the lowest address that was executed.</summary>
    public required uint Address { get; init; }

    /// <summary>Steps in its own instructions.</summary>
    public required ulong Steps { get; init; }

    /// <summary><see cref="Steps"/> as a part of the run's, 0 to 1.</summary>
    public required double Share { get; init; }

    /// <summary>Steps from its calls to their returns, those of the functions that it called included, each step once.</summary>
    public required ulong TotalSteps { get; init; }

    /// <summary><see cref="TotalSteps"/> as a part of the run's, 0 to 1.</summary>
    public required double TotalShare { get; init; }

    /// <summary>How often it was called.</summary>
    public required ulong Calls { get; init; }

    /// <summary>Function and share.</summary>
    public override string ToString() => FormattableString.Invariant($"{Function ?? "?"} {Share:P1}");
}
