using System.Collections.Immutable;
using Opml.Models.Sources;

namespace Opml.Models.Inspection;

/// <summary>Whether two model files hold the same weights.</summary>
/// <param name="ReferencePath">The one file.</param>
/// <param name="DifferencePath">The other.</param>
/// <param name="Tolerance">How far two values may be apart and still count as equal; 0 asks for equal bits.</param>
/// <param name="Tensors">Every tensor of either file.</param>
public sealed record ModelComparison(
    string ReferencePath, string DifferencePath, double Tolerance, ImmutableArray<TensorComparison> Tensors)
{
    /// <summary>Whether all tensors are the same.</summary>
    public bool Same => Tensors.All(static t => t.Match == TensorMatch.Same);

    /// <summary>The tensors that are not the same.</summary>
    public ImmutableArray<TensorComparison> Differences => [.. Tensors.Where(static t => t.Match != TensorMatch.Same)];

    /// <summary>
    /// Compares two files, reading both in stretches. Tensors are matched by their names; when one of the files has
    /// none, by their places. Shapes are compared without dimensions of 1, which ggml files drop.
    /// </summary>
    /// <param name="reference">The one file.</param>
    /// <param name="difference">The other.</param>
    /// <param name="tolerance">
    /// How far two values may be apart. 0: tensors of one type have equal bits; of two types, equal numbers, 0 and −0
    /// being two, NaN equal to NaN, and 64-bit integers rounded to float64.
    /// </param>
    /// <param name="progress">Told each tensor before it is read.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The comparison: the reference's tensors in their order, then what only the other file has.</returns>
    /// <exception cref="ModelFormatException">A file turns out to be damaged.</exception>
    public static ModelComparison Of(
        ITensorSource reference,
        ITensorSource difference,
        double tolerance = 0,
        IProgress<TensorInfo>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(difference);
        if (!(tolerance >= 0))
            throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "The tolerance is 0 or more.");
        var values = new ValueComparer(reference, difference, tolerance);
        var tensors = ImmutableArray.CreateBuilder<TensorComparison>();
        foreach (var (left, right) in Pair(reference, difference))
        {
            progress?.Report(left ?? right!);
            tensors.Add((left, right) switch
            {
                (null, _) => new TensorComparison(TensorMatch.OnlyInDifference, null, right),
                (_, null) => new TensorComparison(TensorMatch.OnlyInReference, left, null),
                _ when !left.SqueezedShape.SequenceEqual(right.SqueezedShape) => new TensorComparison(TensorMatch.Shape, left, right),
                _ => values.Compare(left, right, cancellationToken),
            });
        }

        return new ModelComparison(reference.Source, difference.Source, tolerance, tensors.ToImmutable());
    }

    private static IEnumerable<(TensorInfo? Left, TensorInfo? Right)> Pair(ITensorSource reference, ITensorSource difference)
    {
        if (!HasNames(reference) || !HasNames(difference))
        {
            for (int i = 0; i < Math.Max(reference.Tensors.Length, difference.Tensors.Length); i++)
                yield return (reference.Tensors.ElementAtOrDefault(i), difference.Tensors.ElementAtOrDefault(i));
            yield break;
        }

        var names = new Dictionary<string, TensorInfo>(StringComparer.Ordinal);
        foreach (var tensor in difference.Tensors)
            names.TryAdd(tensor.Name, tensor);
        foreach (var tensor in reference.Tensors)
        {
            names.Remove(tensor.Name, out var other);
            yield return (tensor, other);
        }

        foreach (var tensor in difference.Tensors)
        {
            if (names.ContainsKey(tensor.Name))
                yield return (null, tensor);
        }
    }

    private static bool HasNames(ITensorSource source) => source.Tensors.All(static t => t.Name.Length > 0);
}
