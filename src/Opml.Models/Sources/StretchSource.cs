using System.Collections.Immutable;

namespace Opml.Models.Sources;

/// <summary>A file each of whose tensors is one stretch of it, in one byte order.</summary>
/// <param name="bytes">The file.</param>
/// <param name="format">Its format.</param>
/// <param name="order">The order of the bytes of each value.</param>
/// <param name="tensors">The tensors, and the place of each one's first byte; they are known to lie inside.</param>
internal sealed class StretchSource(
    RandomBytes bytes, ModelFormat format, ByteOrder order, ImmutableArray<(TensorInfo Info, long Start)> tensors)
    : FileSource(bytes, format)
{
    /// <summary>The order of the bytes of each value in the file.</summary>
    public ByteOrder Order => order;

    protected override Stream OpenTensor(int index)
    {
        var (info, start) = tensors[index];
        var stretch = Bytes.Range(start, info.ByteCount);
        return order == ByteOrder.Little || info.Type.ByteCount() == 1 ? stretch : new SwappedStream(stretch, info.Type, info.ByteCount);
    }

    /// <summary>Makes the source.</summary>
    public static StretchSource Create(
        RandomBytes bytes,
        ModelFormat format,
        ByteOrder order,
        ImmutableArray<(TensorInfo Info, long Start)> tensors,
        ImmutableArray<MetadataEntry> metadata) =>
        new(bytes, format, order, tensors) { Tensors = [.. tensors.Select(static t => t.Info)], Metadata = metadata };
}
