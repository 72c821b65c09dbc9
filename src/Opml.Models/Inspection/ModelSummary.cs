using System.Collections.Immutable;
using Opml.Models.Sources;

namespace Opml.Models.Inspection;

/// <summary>A model file and what is in it.</summary>
/// <param name="Path">Full path of the file.</param>
/// <param name="Format">Its format, by its content.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Tensors">The tensors in file order.</param>
/// <param name="Metadata">What the file says besides.</param>
/// <param name="Skipped">Names of entries that are no tensors, or not of the model's weights.</param>
public sealed record ModelSummary(
    string Path,
    ModelFormat Format,
    long Length,
    ImmutableArray<TensorSummary> Tensors,
    ImmutableArray<MetadataEntry> Metadata,
    ImmutableArray<string> Skipped)
{
    /// <summary>The number of values in all tensors.</summary>
    public long ParameterCount => Tensors.Sum(static t => t.Count);

    /// <summary>Looks through an open file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="statistics">Whether to read the values.</param>
    /// <param name="progress">Told each tensor before it is read.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The summary.</returns>
    /// <exception cref="ModelFormatException">The file turns out to be damaged.</exception>
    public static ModelSummary Of(
        ITensorSource source,
        long length,
        bool statistics,
        IProgress<TensorInfo>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        var tensors = ImmutableArray.CreateBuilder<TensorSummary>(source.Tensors.Length);
        foreach (var tensor in source.Tensors)
        {
            progress?.Report(tensor);
            tensors.Add(new TensorSummary(tensor, statistics ? TensorStatistics.Of(source, tensor.Index, cancellationToken) : null));
        }

        return new ModelSummary(source.Source, source.Format, length, tensors.MoveToImmutable(), source.Metadata, source.Skipped);
    }
}
