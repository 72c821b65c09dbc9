using System.Runtime.InteropServices;
using Opml.Models.Sources;

namespace Opml.Models.Values;

/// <summary>Writes a source's tensor in a type and a byte order, in stretches.</summary>
internal static class ValueWriter
{
    /// <summary>Writes all values. What has the type already is copied bit for bit.</summary>
    /// <exception cref="ModelFormatException">A value is not finite, or too large, where the type has no room for it.</exception>
    public static void Write(
        ITensorSource source, int index, TensorType type, ByteOrder order, Stream stream, CancellationToken cancellationToken)
    {
        var tensor = source.Tensors[index];
        using var reader = new ValueReader(source, index);
        float[] singles = tensor.Type == type ? [] : new float[ValueReader.Stretch];
        byte[] encoded = tensor.Type == type ? [] : new byte[type.ByteCount((long)ValueReader.Stretch)];
        for (long left = tensor.Count; left > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Span<byte> bytes;
            int count;
            if (tensor.Type == type)
            {
                bytes = reader.ReadRaw(out count);
            }
            else
            {
                count = reader.Read(singles);
                bytes = encoded.AsSpan(0, (int)type.ByteCount((long)count));
                if (!Encode(singles.AsSpan(0, count), type, bytes))
                {
                    throw new ModelFormatException(
                        $"'{source.Source}', {tensor}: a value that is no number, infinite or too large for {type}'s scale: take it out, or choose F32.");
                }
            }

            if (order == ByteOrder.Big)
                ByteSwap.InPlace(bytes, type);
            stream.Write(bytes);
            left -= count;
        }
    }

    private static bool Encode(ReadOnlySpan<float> values, TensorType type, Span<byte> target)
    {
        switch (type)
        {
            case TensorType.Float32:
                MemoryMarshal.AsBytes(values).CopyTo(target);
                ByteSwap.ToLittleEndian(target, type);
                return true;
            case TensorType.Float16:
                Narrowing.ToHalf(values, target);
                return true;
            case TensorType.BFloat16:
                Narrowing.ToBFloat16(values, target);
                return true;
            case TensorType.Q8_0:
                return BlockQ8.Quantize(values, target);
            case TensorType.Q4_0:
                return BlockQ4.Quantize(values, target);
            default:
                throw new ArgumentOutOfRangeException(nameof(type), type, "Not written.");
        }
    }
}
