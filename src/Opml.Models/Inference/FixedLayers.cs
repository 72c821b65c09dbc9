using System.Numerics;
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
    public static long[] Dense(FixedMatrix weights, float[] bias, int[] numbers, int exponent)
    {
        if (numbers.Length < weights.Columns)
            Array.Resize(ref numbers, weights.Columns);
        var sums = new long[weights.Rows];
        for (int i = 0; i < sums.Length; i++)
            sums[i] = weights.Dot(i, numbers) + SingleMath.ToFixed(bias[i], exponent + weights.Exponent);
        return sums;
    }

    /// <summary>A convolution of stride 1 without padding, and a 2 x 2 max-pool. Images are [channels, rows, columns].</summary>
    public static long[] ConvolveAndPool(LayerPlan layer, FixedMatrix weights, float[] bias, int[] numbers, int exponent)
    {
        int places = layer.Side - layer.Kernel + 1;
        int side = places / NetworkPlan.Pool;
        var pooled = new long[layer.Outputs * side * side];
        Array.Fill(pooled, long.MinValue);
        long[] biases = Array.ConvertAll(bias, b => SingleMath.ToFixed(b, exponent + weights.Exponent));
        var patch = new int[weights.Columns];
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

                int at = top / NetworkPlan.Pool * side + left / NetworkPlan.Pool;
                for (int i = 0; i < biases.Length; i++)
                {
                    ref long most = ref pooled[i * side * side + at];
                    most = Math.Max(most, weights.Dot(i, patch) + biases[i]);
                }
            }
        }

        return pooled;
    }

    /// <summary>Sums below 0 become 0, and all become numbers: the largest gets 15 bits; to nearest, halves up.</summary>
    public static (int[] Numbers, int Exponent) ReLU(long[] sums, int exponent)
    {
        long most = Math.Max(sums.Max(), 0);
        if (most == 0)
            return (new int[sums.Length], exponent);
        int down = 64 - BitOperations.LeadingZeroCount((ulong)most) - NumberBits;
        return (Array.ConvertAll(sums, s => Narrow(Math.Max(s, 0), down)), exponent - down);
    }

    private static int Narrow(long sum, int down) => (int)(down <= 0 ? sum << -down : (sum + (1L << (down - 1))) >> down);
}
