using System.Numerics.Tensors;
using Opml.Models.Numerics;

namespace Opml.Models.Training;

/// <summary>
/// outputs = weight · inputs + bias, for a batch at a time. Vectors run along the images of a batch or along the inputs of
/// an image, never along a sum: each sum is added up one term after the other, products rounded first, in an order that no
/// vector width changes. Forward, the order is that of <see cref="Inference.PerceptronInference"/>.
/// A batch of n is laid out "by unit": all n values of unit 0, then of unit 1, …; or "by image".
/// </summary>
internal sealed class DenseLayer
{
    private readonly float[] _weightGradient;
    private readonly float[] _biasGradient;
    private readonly Adam _weightAdam;
    private readonly Adam _biasAdam;

    public DenseLayer(int inputs, int outputs, float learningRate, ref SplitMix64 random)
    {
        Inputs = inputs;
        Outputs = outputs;
        Weight = new float[checked(inputs * outputs)];
        Bias = new float[outputs];
        _weightGradient = new float[Weight.Length];
        _biasGradient = new float[outputs];
        _weightAdam = new Adam(Weight.Length, learningRate);
        _biasAdam = new Adam(outputs, learningRate);

        // As torch.nn.Linear begins: uniform within 1 / sqrt(inputs).
        double bound = 1 / Math.Sqrt(inputs);
        foreach (ref float w in Weight.AsSpan())
            w = (float)random.Between(-bound, bound);
        foreach (ref float b in Bias.AsSpan())
            b = (float)random.Between(-bound, bound);
    }

    public int Inputs { get; }

    public int Outputs { get; }

    /// <summary>Shape [outputs, inputs].</summary>
    public float[] Weight { get; }

    /// <summary>Shape [outputs].</summary>
    public float[] Bias { get; }

    /// <summary>Inputs by unit to outputs by unit.</summary>
    public void Forward(ReadOnlySpan<float> inputs, Span<float> outputs, int count)
    {
        for (int i = 0; i < Outputs; i++)
        {
            var sums = outputs.Slice(i * count, count);
            sums.Clear();
            for (int j = 0; j < Inputs; j++)
                TensorPrimitives.MultiplyAdd(inputs.Slice(j * count, count), Weight[i * Inputs + j], sums, sums);
            TensorPrimitives.Add(sums, Bias[i], sums);
        }
    }

    /// <summary>The loss's slope by outputs (by unit) to its slope by inputs (by unit).</summary>
    public void Backward(ReadOnlySpan<float> slopes, Span<float> inputSlopes, int count)
    {
        for (int j = 0; j < Inputs; j++)
        {
            var sums = inputSlopes.Slice(j * count, count);
            sums.Clear();
            for (int i = 0; i < Outputs; i++)
                TensorPrimitives.MultiplyAdd(slopes.Slice(i * count, count), Weight[i * Inputs + j], sums, sums);
        }
    }

    /// <summary>One step of Adam, by the inputs (by image) and the slopes by outputs (by unit) of a batch.</summary>
    public void Learn(ReadOnlySpan<float> inputs, ReadOnlySpan<float> slopes, int count)
    {
        for (int i = 0; i < Outputs; i++)
        {
            var gradient = _weightGradient.AsSpan(i * Inputs, Inputs);
            gradient.Clear();
            float biasGradient = 0;
            for (int b = 0; b < count; b++)
            {
                float slope = slopes[i * count + b];
                biasGradient += slope;
                if (slope != 0)
                    TensorPrimitives.MultiplyAdd(inputs.Slice(b * Inputs, Inputs), slope, gradient, gradient);
            }

            _biasGradient[i] = biasGradient;
        }

        _weightAdam.Step(Weight, _weightGradient);
        _biasAdam.Step(Bias, _biasGradient);
    }
}
