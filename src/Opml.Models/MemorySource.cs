using System.Collections.Immutable;
using Opml.Models.Sources;

namespace Opml.Models;

/// <summary>A model in memory as a source.</summary>
internal sealed class MemorySource(Model model) : ITensorSource
{
    public string Source => model.Source;

    public ModelFormat Format => ModelFormat.None;

    public ImmutableArray<TensorInfo> Tensors { get; } = [.. model.Tensors.Select(static (t, i) => t.Info with { Index = i })];

    public ImmutableArray<MetadataEntry> Metadata => [];

    public ImmutableArray<string> Skipped => model.Skipped;

    public Stream Open(int index) => model.Tensors[index].Open();

    public void Dispose()
    {
        // Nothing is open.
    }
}
