using System.Buffers.Binary;

namespace Opml.Models.Values;

/// <summary>float32 to the narrower floating types, to nearest, ties to even, as ggml's ggml_fp32_to_fp16 and ggml_fp32_to_bf16.</summary>
internal static class Narrowing
{
    /// <summary>binary16, little-endian; a NaN becomes quiet and keeps its sign alone, so that every processor gives the same.</summary>
    public static void ToHalf(ReadOnlySpan<float> values, Span<byte> target)
    {
        for (int i = 0; i < values.Length; i++)
        {
            uint bits = BitConverter.SingleToUInt32Bits(values[i]);
            ushort half = (bits & 0x7fff_ffff) > 0x7f80_0000
                ? (ushort)(((bits >> 16) & 0x8000) | 0x7e00)
                : BitConverter.HalfToUInt16Bits((Half)values[i]);
            BinaryPrimitives.WriteUInt16LittleEndian(target[(2 * i)..], half);
        }
    }

    /// <summary>bfloat16, little-endian; a NaN becomes quiet and keeps its sign and the upper bits of its payload.</summary>
    public static void ToBFloat16(ReadOnlySpan<float> values, Span<byte> target)
    {
        for (int i = 0; i < values.Length; i++)
        {
            uint bits = BitConverter.SingleToUInt32Bits(values[i]);
            uint upper = (bits & 0x7fff_ffff) > 0x7f80_0000
                ? (bits >> 16) | 0x40
                : (bits + 0x7fff + ((bits >> 16) & 1)) >> 16;
            BinaryPrimitives.WriteUInt16LittleEndian(target[(2 * i)..], (ushort)upper);
        }
    }
}
