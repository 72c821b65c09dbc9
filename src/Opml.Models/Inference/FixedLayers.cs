using System.Numerics;
using System.Runtime.CompilerServices;
using Opml.Models.Numerics;

namespace Opml.Models.Inference;

/// <summary>
/// The layers of examples/guestlib/q8: numbers are integers of at most 2^15 in magnitude, sums integers of at most 2^62, with an
/// exponent in common: each stands for itself · 2^-exponent. Sums are exact.
/// </summary>
internal static class FixedLayers
{
    /// <summary>The length of the largest number that goes into a layer.</summary>
    public const int NumberBits = 15;

    /// <summary>Sums of products, then plus the bias, rounded to the sums' last bit. The exponents add up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static long[] Dense(FixedMatrix weights, float[] bias, int[] numbers, int exponent)
    {
        if (numbers.Length < weights.Columns)
            Array.Resize(ref numbers, weights.Columns);
        var sums = new long[weights.Padded];
        weights.Multiply(numbers, sums);
        Array.Resize(ref sums, weights.Rows);
        for (int i = 0; i < sums.Length; i++)
            sums[i] += SingleMath.ToFixed(bias[i], exponent + weights.Exponent);
        return sums;
    }

    /// <summary>A convolution of stride 1 without padding, and a 2 x 2 max-pool. Images are [channels, rows, columns].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static long[] ConvolveAndPool(LayerPlan layer, FixedMatrix weights, float[] bias, int[] numbers, int exponent)
    {
        int places = layer.Side - layer.Kernel + 1;
        int side = places / NetworkPlan.Pool;
        var pooled = new long[layer.Outputs * side * side];
        Array.Fill(pooled, long.MinValue);
        long[] biases = Array.ConvertAll(bias, b => SingleMath.ToFixed(b, exponent + weights.Exponent));
        var patch = new int[weights.Columns];
        var sums = new long[weights.Padded];
        for (int top = 0; top < places; top++)
        {
            for (int left = 0; left < places; left++)
            {
                var rest = patch.AsSpan();
                for (int channel = 0; channel < layer.Inputs; channel++)
                {
                    for (int row = top; row < top + layer.Kernel; row++, rest = rest[layer.Kernel..])
                        numbers.AsSpan((channel * layer.Side + row) * layer.Side + left, layer.Kernel).CopyTo(rest);
                }

                weights.Multiply(patch, sums);
                int at = top / NetworkPlan.Pool * side + left / NetworkPlan.Pool;
                for (int i = 0; i < biases.Length; i++)
                {
                    ref long most = ref pooled[i * side * side + at];
                    most = Math.Max(most, sums[i] + biases[i]);
                }
            }
        }

        return pooled;
    }

    /// <summary>Sums below 0 become 0, and all become numbers: the largest gets 15 bits; to nearest, halves up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (int[] Numbers, int Exponent) ReLU(long[] sums, int exponent)
    {
        long most = 0;
        foreach (long sum in sums)
            most = Math.Max(most, sum);
        var numbers = new int[sums.Length];
        if (most == 0)
            return (numbers, exponent);
        int down = 64 - BitOperations.LeadingZeroCount((ulong)most) - NumberBits;
        for (int i = 0; i < numbers.Length; i++)
        {
            long sum = Math.Max(sums[i], 0);
            numbers[i] = (int)(down <= 0 ? sum << -down : (sum + (1L << (down - 1))) >> down);
        }

        return (numbers, exponent - down);
    }
}
