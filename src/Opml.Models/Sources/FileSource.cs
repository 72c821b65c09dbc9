using System.Collections.Immutable;

namespace Opml.Models.Sources;

/// <summary>What sources over a file share. A derived one fills in its tensors and opens them.</summary>
internal abstract class FileSource(RandomBytes bytes, ModelFormat format) : ITensorSource
{
    private bool _closed;

    public string Source => bytes.Source;

    public ModelFormat Format => format;

    public ImmutableArray<TensorInfo> Tensors { get; protected init; } = [];

    public ImmutableArray<MetadataEntry> Metadata { get; protected init; } = [];

    public ImmutableArray<string> Skipped { get; protected init; } = [];

    protected RandomBytes Bytes => bytes;

    public Stream Open(int index)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Tensors.Length);
        return OpenTensor(index);
    }

    public virtual void Dispose()
    {
        _closed = true;
        bytes.Dispose();
    }

    protected abstract Stream OpenTensor(int index);
}
