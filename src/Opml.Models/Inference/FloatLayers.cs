namespace Opml.Models.Inference;

/// <summary>
/// The layers of examples/guestlib/nn in single precision: the same operations in the same order. The runtime never fuses a product
/// and a sum, and keeps subnormals; which NaN comes out differs, and is settled where an output is written.
/// </summary>
internal static class FloatLayers
{
    private const float Epsilon = 1e-5f;

    /// <summary>Sums of products in order, then plus the bias.</summary>
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
    public static void ReLU(Span<float> numbers)
    {
        foreach (ref float number in numbers)
            number = number > 0 ? number : 0;
    }

    /// <summary>A convolution of stride 1 without padding, ReLU, and a 2 x 2 max-pool. Images are [channels, rows, columns].</summary>
    public static float[] ConvolveAndPool(LayerPlan layer, FloatMatrix weights, float[] bias, float[] numbers)
    {
        int places = layer.Side - layer.Kernel + 1;
        int side = places / NetworkPlan.Pool;
        var pooled = new float[layer.Outputs * side * side];
        var patch = new float[weights.Inputs];
        var sums = new float[weights.Padded];
        for (int top = 0; top < places; top++)
        {
            for (int left = 0; left < places; left++)
            {
                FillPatch(layer, numbers, top, left, patch);
                weights.Multiply(patch, sums);

                // Behind ReLU every number is +0 or above, so that +0 is where a pool can begin.
                int at = top / NetworkPlan.Pool * side + left / NetworkPlan.Pool;
                for (int i = 0; i < bias.Length; i++)
                {
                    ref float most = ref pooled[i * side * side + at];
                    float value = sums[i] + bias[i];
                    if (value > most)
                        most = value;
                }
            }
        }

        return pooled;
    }

    /// <summary>(number - mean) / deviation · gain + bias.</summary>
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
