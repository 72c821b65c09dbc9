using System.Buffers.Binary;
using System.Runtime.Intrinsics;

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
            if (!BlockMath.TryMagnitude(values, out float largest))
                return false;
            float extreme = 0;
            for (int i = 0; largest > 0 && extreme == 0; i++)
                extreme = Math.Abs(values[i]) == largest ? values[i] : 0;
            float d = extreme / -8;
            float inverse = d == 0 ? 0 : 1 / d;
            var scale = (System.Half)d;
            if (System.Half.IsInfinity(scale))
                return false;
            BinaryPrimitives.WriteHalfLittleEndian(target, scale);
            if (float.IsInfinity(inverse))
                inverse = 0;
            var first = Nibbles(values, 0, inverse) | (Nibbles(values, 2, inverse) << 4);
            var second = Nibbles(values, 1, inverse) | (Nibbles(values, 3, inverse) << 4);
            var shorts = Vector256.Narrow(first, second);
            Vector128.Narrow(shorts.GetLower(), shorts.GetUpper()).AsByte().CopyTo(target[2..]);
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

    private static Vector256<int> Nibbles(ReadOnlySpan<float> block, int eighth, float inverse)
    {
        var scaled = Vector256.Create(block.Slice(eighth * Vector256<float>.Count, Vector256<float>.Count)) * inverse;
        return Vector256.Min(Vector256.Create(15), Vector256.ConvertToInt32(scaled + Vector256.Create(8.5f)));
    }
}
