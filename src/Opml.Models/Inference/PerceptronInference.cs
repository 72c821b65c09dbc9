using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Opml.Models.Inference;

/// <summary>
/// A perceptron computed exactly as the project's guest computes it, to check a machine's result against. Float32, every
/// operation rounded to nearest even, none fused: for each output i, acc = +0; for j in order, acc = acc + w[i,j]·x[j]
/// (product rounded, then sum); then acc = acc + b[i]. Between layers v becomes v &gt; 0 ? v : +0 (NaN becomes +0). The
/// class is the first output that no later one exceeds: from the left, an output wins if it is greater than the best so far.
/// </summary>
public sealed class PerceptronInference
{
    private readonly Layer[] _layers;

    /// <summary>Takes the layers from a model.</summary>
    /// <param name="model">
    /// Tensors in pairs, in order: a weight of shape [outputs, inputs] and a bias of shape [outputs]; each layer's inputs
    /// are the outputs of the one before. Dimensions of 1 make other shapes in a ggml file and are refused.
    /// </param>
    /// <exception cref="ModelFormatException">The tensors are not those of a perceptron.</exception>
    public PerceptronInference(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Tensors.IsEmpty || model.Tensors.Length % 2 != 0)
        {
            throw new ModelFormatException(
                $"'{model.Source}' has {model.Tensors.Length} tensors; a perceptron has a weight and a bias for each layer.");
        }

        _layers = new Layer[model.Tensors.Length / 2];
        for (int i = 0; i < _layers.Length; i++)
            _layers[i] = ReadLayer(model, i, i == 0 ? null : _layers[i - 1].Outputs);
    }

    /// <summary>The number of inputs.</summary>
    public int Inputs => _layers[0].Inputs;

    /// <summary>The number of classes.</summary>
    public int Outputs => _layers[^1].Outputs;

    /// <summary>The sizes of all layers, input and output included, like 784, 20, 10.</summary>
    public ImmutableArray<int> LayerSizes => [Inputs, .. _layers.Select(static l => l.Outputs)];

    /// <summary>The class of an input.</summary>
    /// <param name="input">As <see cref="Logits(ReadOnlySpan{byte})"/> takes it.</param>
    /// <returns>A number from 0 to <see cref="Outputs"/> - 1.</returns>
    /// <exception cref="ModelFormatException">The input's length does not fit the model.</exception>
    public int Classify(ReadOnlySpan<byte> input)
    {
        float[] outputs = Logits(input);
        int best = 0;
        for (int i = 1; i < outputs.Length; i++)
        {
            if (outputs[i] > outputs[best])
                best = i;
        }

        return best;
    }

    /// <summary>The last layer's outputs for an input.</summary>
    /// <param name="input">
    /// Either one byte for each of the model's inputs, which stands for byte / 255 rounded to float32; or four, a
    /// big-endian float32, which is opML's own form.
    /// </param>
    /// <returns><see cref="Outputs"/> numbers.</returns>
    /// <exception cref="ModelFormatException">The input's length does not fit the model.</exception>
    public float[] Logits(ReadOnlySpan<byte> input)
    {
        float[] values = ReadInput(input);
        for (int i = 0; i < _layers.Length; i++)
        {
            values = _layers[i].Apply(values);
            if (i == _layers.Length - 1)
                break;
            foreach (ref float value in values.AsSpan())
                value = value > 0f ? value : 0f;
        }

        return values;
    }

    private static Layer ReadLayer(Model model, int index, int? inputs)
    {
        var weight = model.Tensors[2 * index];
        var bias = model.Tensors[2 * index + 1];
        var shape = weight.SqueezedShape;
        var biasShape = bias.SqueezedShape;
        if (shape.Length != 2 || biasShape.Length != 1 || shape[0] != biasShape[0] || shape.Contains(0) || (inputs ?? shape[1]) != shape[1])
        {
            string expected = inputs is null ? "[n, m] and [n], none of them 1" : $"[n, {inputs}] and [n], none of them 1";
            throw new ModelFormatException($"'{model.Source}', layer {index + 1}: {weight} and {bias}, where shapes {expected} are due.");
        }

        return new Layer(shape[1], shape[0], weight.ToArray(), bias.ToArray());
    }

    private float[] ReadInput(ReadOnlySpan<byte> input)
    {
        var values = new float[Inputs];
        if (input.Length == values.Length)
        {
            for (int j = 0; j < values.Length; j++)
                values[j] = (float)input[j] / 255f;
        }
        else if (input.Length == (long)values.Length * sizeof(float))
        {
            for (int j = 0; j < values.Length; j++)
                values[j] = BinaryPrimitives.ReadSingleBigEndian(input[(j * sizeof(float))..]);
        }
        else
        {
            throw new ModelFormatException(
                $"The input has {input.Length} bytes; the model takes {values.Length} (a byte each) or {(long)values.Length * sizeof(float)} (big-endian float32).");
        }

        return values;
    }

    private sealed record Layer(int Inputs, int Outputs, float[] Weight, float[] Bias)
    {
        public float[] Apply(ReadOnlySpan<float> input)
        {
            var output = new float[Outputs];
            for (int i = 0; i < output.Length; i++)
            {
                var row = Weight.AsSpan(i * Inputs, Inputs);
                float sum = 0f;
                for (int j = 0; j < row.Length; j++)
                {
                    float product = (float)(row[j] * input[j]);
                    sum = (float)(sum + product);
                }

                output[i] = (float)(sum + Bias[i]);
            }

            return output;
        }
    }
}
