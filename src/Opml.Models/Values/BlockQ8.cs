using System.Buffers.Binary;
using System.Runtime.Intrinsics;

namespace Opml.Models.Values;

/// <summary>ggml's Q8_0 as ggml-quants.c defines it (block_q8_0, quantize_row_q8_0_ref): 32 values share a scale.</summary>
internal static class BlockQ8
{
    public const int Length = 32;
    public const int Bytes = 34;

    /// <summary>
    /// Quantizes whole blocks: d = max |x| / 127 in single precision, stored as binary16; q = x · (1 / d) rounded to
    /// nearest, ties away from zero. All zero when 1 / d is out of range, as d is then 0 in binary16 too.
    /// </summary>
    /// <returns>Whether every value and scale is finite; when not, the target is of no use.</returns>
    public static bool Quantize(ReadOnlySpan<float> values, Span<byte> target)
    {
        for (; !values.IsEmpty; values = values[Length..], target = target[Bytes..])
        {
            if (!BlockMath.TryMagnitude(values, out float largest))
                return false;
            float d = largest / 127;
            float inverse = d == 0 ? 0 : 1 / d;
            var scale = (Half)d;
            if (Half.IsInfinity(scale))
                return false;
            BinaryPrimitives.WriteHalfLittleEndian(target, scale);
            if (float.IsInfinity(inverse))
                inverse = 0;
            var low = Vector256.Narrow(Round(values, 0, inverse), Round(values, 1, inverse));
            var high = Vector256.Narrow(Round(values, 2, inverse), Round(values, 3, inverse));
            Vector256.Narrow(low, high).AsByte().CopyTo(target[2..]);
        }

        return true;
    }

    /// <summary>x = q · d.</summary>
    public static void Dequantize(ReadOnlySpan<byte> blocks, Span<float> target)
    {
        for (; !target.IsEmpty; blocks = blocks[Bytes..], target = target[Length..])
        {
            float d = ValueConversion.FromHalf(BinaryPrimitives.ReadUInt16LittleEndian(blocks));
            for (int i = 0; i < Length; i++)
                target[i] = (sbyte)blocks[2 + i] * d;
        }
    }

    // C's roundf of eight products. What x + ½ would round away (0.49999997) is kept by looking at the exact remainder.
    private static Vector256<int> Round(ReadOnlySpan<float> block, int eighth, float inverse)
    {
        var scaled = Vector256.Create(block.Slice(eighth * Vector256<float>.Count, Vector256<float>.Count)) * inverse;
        var whole = Vector256.ConvertToInt32(scaled);
        var rest = scaled - Vector256.ConvertToSingle(whole);
        // A comparison that holds is -1.
        return whole - Vector256.GreaterThanOrEqual(rest, Vector256.Create(0.5f)).AsInt32()
            + Vector256.LessThanOrEqual(rest, Vector256.Create(-0.5f)).AsInt32();
    }
}
