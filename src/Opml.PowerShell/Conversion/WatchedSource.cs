using System.Collections.Immutable;
using Opml.Models.Sources;
using Opml.PowerShell.Commands;

namespace Opml.PowerShell.Conversion;

/// <summary>A model's tensors, whose reading is shown.</summary>
internal sealed class WatchedSource(ITensorSource source, TensorProgress progress) : ITensorSource
{
    public string Source => source.Source;

    public ModelFormat Format => source.Format;

    public ImmutableArray<TensorInfo> Tensors => source.Tensors;

    public ImmutableArray<MetadataEntry> Metadata => source.Metadata;

    public ImmutableArray<string> Skipped => source.Skipped;

    public Stream Open(int index)
    {
        progress.Report(source.Tensors[index]);
        return new WatchedStream(source.Open(index), progress);
    }

    public void Dispose() => source.Dispose();
}
