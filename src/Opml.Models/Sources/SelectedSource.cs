using System.Collections.Immutable;

namespace Opml.Models.Sources;

/// <summary>Some of a source's tensors, in an order of the user's.</summary>
public sealed class SelectedSource : ITensorSource
{
    private readonly ITensorSource _source;
    private readonly ImmutableArray<int> _indices;

    /// <summary>Selects tensors. Disposing of the selection closes the source.</summary>
    /// <param name="source">All tensors.</param>
    /// <param name="indices">The indices of those to have, in order.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no tensor of an index.</exception>
    public SelectedSource(ITensorSource source, ImmutableArray<int> indices)
    {
        ArgumentNullException.ThrowIfNull(source);
        foreach (int index in indices)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index, nameof(indices));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, source.Tensors.Length, nameof(indices));
        }

        _source = source;
        _indices = indices;
        Tensors = [.. indices.Select((from, to) => source.Tensors[from] with { Index = to })];
        HashSet<int> taken = [.. indices];
        Skipped = [.. source.Skipped, .. source.Tensors.Where(t => !taken.Contains(t.Index)).Select(static t => t.Name)];
    }

    /// <inheritdoc/>
    public string Source => _source.Source;

    /// <inheritdoc/>
    public ModelFormat Format => _source.Format;

    /// <inheritdoc/>
    public ImmutableArray<TensorInfo> Tensors { get; }

    /// <inheritdoc/>
    public ImmutableArray<MetadataEntry> Metadata => _source.Metadata;

    /// <inheritdoc/>
    public ImmutableArray<string> Skipped { get; }

    /// <inheritdoc/>
    public Stream Open(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, _indices.Length);
        return _source.Open(_indices[index]);
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();
}
