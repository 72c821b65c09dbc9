using System.Buffers.Binary;

namespace Opml.Models.Values;

/// <summary>ggml's Q4_0 as ggml-quants.c defines it (block_q4_0, quantize_row_q4_0_ref): 32 values share a scale.</summary>
internal static class BlockQ4
{
    public const int Length = 32;
    public const int Bytes = 18;

    private const int Half = Length / 2;

    /// <summary>
    /// Quantizes whole blocks: d = m / −8 in single precision, m the first value of the largest magnitude with its
    /// sign, stored as binary16; q = min(15, ⌊x · (1 / d) + 8.5⌋). Value i is the low nibble of byte i, value 16 + i the
    /// high one. All 8, which is zero, when 1 / d is out of range, as d is then 0 in binary16 too.
    /// </summary>
    /// <returns>Whether every value and scale is finite; when not, the target is of no use.</returns>
    public static bool Quantize(ReadOnlySpan<float> values, Span<byte> target)
    {
        for (; !values.IsEmpty; values = values[Length..], target = target[Bytes..])
        {
            var block = values[..Length];
            float largest = 0;
            float extreme = 0;
            foreach (float value in block)
            {
                if (!float.IsFinite(value))
                    return false;
                if (largest < Math.Abs(value))
                {
                    largest = Math.Abs(value);
                    extreme = value;
                }
            }

            float d = extreme / -8;
            float inverse = d == 0 ? 0 : 1 / d;
            var scale = (System.Half)d;
            if (System.Half.IsInfinity(scale))
                return false;
            BinaryPrimitives.WriteHalfLittleEndian(target, scale);
            if (float.IsInfinity(inverse))
                inverse = 0;
            for (int i = 0; i < Half; i++)
                target[2 + i] = (byte)(Nibble(block[i] * inverse) | Nibble(block[Half + i] * inverse) << 4);
        }

        return true;
    }

    /// <summary>x = (q − 8) · d.</summary>
    public static void Dequantize(ReadOnlySpan<byte> blocks, Span<float> target)
    {
        for (; !target.IsEmpty; blocks = blocks[Bytes..], target = target[Length..])
        {
            float d = ValueConversion.FromHalf(BinaryPrimitives.ReadUInt16LittleEndian(blocks));
            for (int i = 0; i < Half; i++)
            {
                target[i] = ((blocks[2 + i] & 15) - 8) * d;
                target[Half + i] = ((blocks[2 + i] >> 4) - 8) * d;
            }
        }
    }

    private static int Nibble(float scaled) => Math.Min(15, (int)(scaled + 8.5f));
}
