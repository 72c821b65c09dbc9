using Opml.Models.Sources;
using Opml.Models.Values;

namespace Opml.Models.Inference;

/// <summary>Reads a tensor's values for inference.</summary>
internal static class TensorValues
{
    /// <summary>All values as float32, row-major, converted as the ggml writer converts them.</summary>
    public static float[] Read(ITensorSource source, int index, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var info = source.Tensors[index];
        var values = new float[Length(source, info, sizeof(float) * info.Count) / sizeof(float)];
        using var reader = new ValueReader(source, index);
        for (int at = 0; at < values.Length;)
        {
            int count = reader.Read(values.AsSpan(at, Math.Min(ValueReader.Stretch, values.Length - at)));
            if (count == 0)
                throw new ModelFormatException($"'{source.Source}', {info}: the file ends within its values.");
            at += count;
        }

        return values;
    }

    /// <summary>The bytes as they are stored, little-endian.</summary>
    public static byte[] ReadRaw(ITensorSource source, int index, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var info = source.Tensors[index];
        var bytes = new byte[Length(source, info, info.ByteCount)];
        using var stream = source.Open(index);
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static int Length(ITensorSource source, TensorInfo info, long bytes) => bytes <= Array.MaxLength
        ? (int)bytes
        : throw new ModelFormatException($"'{source.Source}', {info}: {bytes} bytes are more than fit in memory as one tensor ({Array.MaxLength}).");
}
