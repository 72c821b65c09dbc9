using System.Runtime.Intrinsics;

namespace Opml.Models.Values;

/// <summary>What the quantized types' blocks of 32 values share.</summary>
internal static class BlockMath
{
    private const int Length = 32;
    private const int Infinity = 0x7f80_0000;

    /// <summary>The largest magnitude of a block's values.</summary>
    /// <returns>Whether all are finite.</returns>
    public static bool TryMagnitude(ReadOnlySpan<float> block, out float magnitude)
    {
        // Without their signs, single-precision numbers stand in the order of their bits, infinity and NaN last.
        var largest = Vector256<int>.Zero;
        for (int i = 0; i < Length; i += Vector256<float>.Count)
        {
            var bits = Vector256.Create(block.Slice(i, Vector256<float>.Count)).AsInt32() & Vector256.Create(int.MaxValue);
            largest = Vector256.Max(largest, bits);
        }

        int most = 0;
        for (int i = 0; i < Vector256<int>.Count; i++)
            most = Math.Max(most, largest[i]);
        magnitude = BitConverter.Int32BitsToSingle(most);
        return most < Infinity;
    }
}
