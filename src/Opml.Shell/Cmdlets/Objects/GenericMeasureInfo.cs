// The namespace is pwsh's: the engine's views and scripts name this type.
namespace Microsoft.PowerShell.Commands;

/// <summary>What Measure-Object gives for numbers and other values.</summary>
public sealed class GenericMeasureInfo
{
    /// <summary>The number of values.</summary>
    public int Count { get; internal init; }

    /// <summary>Their mean, when asked for.</summary>
    public double? Average { get; internal init; }

    /// <summary>Their sum, when asked for.</summary>
    public double? Sum { get; internal init; }

    /// <summary>The largest, when asked for: a double when all are numbers.</summary>
    public object? Maximum { get; internal init; }

    /// <summary>The smallest, when asked for: a double when all are numbers.</summary>
    public object? Minimum { get; internal init; }

    /// <summary>The sample standard deviation, when asked for.</summary>
    public double? StandardDeviation { get; internal init; }

    /// <summary>The property that was measured.</summary>
    public string? Property { get; internal init; }
}
