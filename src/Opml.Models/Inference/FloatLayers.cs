using System.Runtime.CompilerServices;

namespace Opml.Models.Inference;

/// <summary>
/// The layers of examples/guestlib/nn in single precision: the same operations in the same order. The runtime never fuses a product
/// and a sum, and keeps subnormals; which NaN comes out differs, and is settled where an output is written.
/// Optimised when first called: one inference is too short for the runtime to notice what is hot.
/// </summary>
internal static class FloatLayers
{
    private const float Epsilon = 1e-5f;

    /// <summary>Sums of products in order, then plus the bias.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float[] Dense(FloatMatrix weights, float[] bias, float[] numbers)
    {
        var sums = new float[weights.Padded];
        weights.Multiply(numbers, sums);
        Array.Resize(ref sums, weights.Outputs);
        for (int i = 0; i < sums.Length; i++)
            sums[i] += bias[i];
        return sums;
    }

    /// <summary>What is not above 0 becomes +0, NaN too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ReLU(Span<float> numbers)
    {
        foreach (ref float number in numbers)
            number = number > 0 ? number : 0;
    }

    /// <summary>A convolution of stride 1 without padding, ReLU, and a 2 x 2 max-pool. Images are [channels, rows, columns].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float[] ConvolveAndPool(LayerPlan layer, FloatMatrix weights, float[] bias, float[] numbers)
    {
        int side = (layer.Side - layer.Kernel + 1) / NetworkPlan.Pool;
        var pooled = new float[layer.Outputs * side * side];
        var patches = new float[4 * weights.Inputs];
        var sums = new float[4 * weights.Padded];
        for (int place = 0; place < side * side; place++)
        {
            // The four places of a pool's window at a time.
            for (int i = 0; i < 4; i++)
                FillPatch(layer, numbers, place / side * 2 + i / 2, place % side * 2 + i % 2, patches.AsSpan(i * weights.Inputs, weights.Inputs));
            weights.MultiplyFour(patches, sums);
            for (int output = 0; output < bias.Length; output++)
            {
                // Behind ReLU every number is +0 or above, so that +0 is where a pool can begin.
                float most = 0;
                for (int i = output; i < sums.Length; i += weights.Padded)
                {
                    float value = sums[i] + bias[output];
                    if (value > most)
                        most = value;
                }

                pooled[output * side * side + place] = most;
            }
        }

        return pooled;
    }

    /// <summary>(number - mean) / deviation · gain + bias.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float[] Normalise(float[] gain, float[] bias, float[] numbers)
    {
        float sum = 0;
        foreach (float number in numbers)
            sum += number;
        float mean = sum / numbers.Length;

        var result = new float[numbers.Length];
        float squares = 0;
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = numbers[i] - mean;
            float square = result[i] * result[i];
            squares += square;
        }

        float deviation = MathF.Sqrt(squares / numbers.Length + Epsilon);
        for (int i = 0; i < result.Length; i++)
        {
            float scaled = result[i] / deviation * gain[i];
            result[i] = scaled + bias[i];
        }

        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FillPatch(LayerPlan layer, float[] numbers, int top, int left, Span<float> patch)
    {
        for (int channel = 0; channel < layer.Inputs; channel++)
        {
            for (int row = top; row < top + layer.Kernel; row++)
            {
                numbers.AsSpan((channel * layer.Side + row) * layer.Side + left, layer.Kernel).CopyTo(patch);
                patch = patch[layer.Kernel..];
            }
        }
    }
}
