// The namespace is pwsh's: the engine's views and scripts name this type.
namespace Microsoft.PowerShell.Commands;

/// <summary>What Measure-Object gives for text.</summary>
public sealed class TextMeasureInfo
{
    /// <summary>The number of lines, when asked for.</summary>
    public int? Lines { get; internal init; }

    /// <summary>The number of words, when asked for.</summary>
    public int? Words { get; internal init; }

    /// <summary>The number of characters, line ends not counted, when asked for.</summary>
    public int? Characters { get; internal init; }

    /// <summary>The property that was measured.</summary>
    public string? Property { get; internal init; }
}
