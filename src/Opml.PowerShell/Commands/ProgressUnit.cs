namespace Opml.PowerShell.Commands;

/// <summary>What progress is counted in.</summary>
/// <param name="Name">As it is shown.</param>
/// <param name="Scale">How many of what is counted are one of what is shown.</param>
internal readonly record struct ProgressUnit(string Name, double Scale)
{
    /// <summary>The machine's steps.</summary>
    public static ProgressUnit Steps { get; } = new("million steps", 1e6);

    /// <summary>Bytes.</summary>
    public static ProgressUnit Bytes { get; } = new("MB", 1e6);

    /// <summary>Rounds of a game.</summary>
    public static ProgressUnit Rounds { get; } = new("rounds", 1);

    /// <summary>Requests.</summary>
    public static ProgressUnit Requests { get; } = new("requests", 1);

    /// <summary>Images.</summary>
    public static ProgressUnit Images { get; } = new("images", 1);
}
