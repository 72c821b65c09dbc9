using System.Collections.Immutable;
using Opml.Models.Sources;

namespace Opml.Models.Gguf;

/// <summary>How a GGUF file is written.</summary>
public sealed record GgufOptions
{
    /// <summary>
    /// The type of the weights. As in ggml's own converters, tensors of fewer than two dimensions are written as F32;
    /// so are those whose rows are no multiple of a quantized type's block of 32.
    /// </summary>
    public GgmlType Type { get; init; } = GgmlType.F32;

    /// <summary>Byte order of every number in the file.</summary>
    public ByteOrder Order { get; init; } = ByteOrder.Little;

    /// <summary>Pairs to write besides the source's; they replace those of the same key.</summary>
    public ImmutableArray<MetadataEntry> Metadata { get; init; } = [];
}
