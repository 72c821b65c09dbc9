using System.Collections.Immutable;
using Opml.Models.Sources;

namespace Opml.Models.Onnx;

/// <summary>The initializers of an ONNX file.</summary>
internal sealed class OnnxSource : FileSource
{
    private readonly ImmutableArray<OnnxTensor> _tensors;

    public OnnxSource(RandomBytes bytes, ImmutableArray<OnnxTensor> tensors, ImmutableArray<MetadataEntry> metadata)
        : base(bytes, ModelFormat.Onnx)
    {
        _tensors = tensors;
        Tensors = [.. tensors.Select(static t => t.Info)];
        Metadata = metadata;
    }

    protected override Stream OpenTensor(int index)
    {
        var tensor = _tensors[index];
        var stretch = Bytes.Range(tensor.Start, tensor.Length);
        return tensor.Packed ? new VarintStream(stretch, tensor.Info, Source) : stretch;
    }
}
