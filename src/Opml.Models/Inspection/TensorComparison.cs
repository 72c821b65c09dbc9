using System.Collections.Immutable;
using Opml.Models.Sources;

namespace Opml.Models.Inspection;

/// <summary>How a tensor of one file compares with that of another.</summary>
/// <param name="Match">Whether they agree, or in what they do not.</param>
/// <param name="Reference">The reference's tensor; null when it has none.</param>
/// <param name="Difference">The other file's tensor; null when it has none.</param>
public sealed record TensorComparison(TensorMatch Match, TensorInfo? Reference, TensorInfo? Difference)
{
    /// <summary>The name, in the file that has names.</summary>
    public string Name => Reference is { Name.Length: > 0 } ? Reference.Name : Difference?.Name ?? string.Empty;

    /// <summary>How many values differ.</summary>
    public long DifferenceCount { get; init; }

    /// <summary>The first value that differs: its place in every dimension of the reference, from 0; none where none differs.</summary>
    public ImmutableArray<long> FirstDifference { get; init; } = [];

    /// <summary>The reference's value there.</summary>
    public double? ReferenceValue { get; init; }

    /// <summary>The other file's value there.</summary>
    public double? DifferenceValue { get; init; }

    /// <summary>The largest distance of two values; infinite when one of them is no number, or they are infinities apart.</summary>
    public double MaximumDistance { get; init; }

    /// <summary>The tensor and what became of it.</summary>
    /// <returns>For instance <c>fc1.bias: 1 of 20 values differ, first at [3]: 0.5 and 0.25, at most 0.25 apart</c>.</returns>
    public override string ToString()
    {
        string name = Name.Length > 0 ? Name : $"tensor {(Reference ?? Difference)!.Index}";
        FormattableString text = Match switch
        {
            TensorMatch.Same => $"{name}: the same",
            TensorMatch.Values =>
                $"{name}: {DifferenceCount} of {Reference!.Count} values differ, first at [{string.Join(", ", FirstDifference)}]: {ReferenceValue} and {DifferenceValue}, at most {MaximumDistance} apart",
            TensorMatch.Shape => $"{name}: shape [{string.Join(", ", Reference!.Shape)}] and [{string.Join(", ", Difference!.Shape)}]",
            TensorMatch.OnlyInReference => $"{name}: only in the reference",
            _ => $"{name}: only in the other file",
        };
        return FormattableString.Invariant(text);
    }
}
