using System.Collections.Immutable;
using System.Globalization;
using System.Numerics.Tensors;
using Opml.Models.Data;
using Opml.Models.Numerics;

namespace Opml.Models.Training;

/// <summary>Dense layers with ReLU between them and softmax cross-entropy behind, and the memory for a batch.</summary>
internal sealed class Network
{
    private static readonly float[] PixelValues = [.. Enumerable.Range(0, 256).Select(static p => p / 255f)];

    private readonly DenseLayer[] _layers;
    private readonly float[][] _units; // of layer l - 1's outputs, by unit; [0] are the inputs
    private readonly float[][] _images; // the same by image
    private readonly float[][] _slopes; // the loss's slopes by the same, by unit

    public Network(TrainingOptions options, ref SplitMix64 random)
    {
        var sizes = options.LayerSizes;
        _layers = new DenseLayer[sizes.Length - 1];
        for (int l = 0; l < _layers.Length; l++)
            _layers[l] = new DenseLayer(sizes[l], sizes[l + 1], options.LearningRate, ref random);
        _units = [.. sizes.Select(s => new float[checked(s * options.BatchSize)])];
        _images = [.. sizes.Select(s => new float[s * options.BatchSize])];
        _slopes = [.. sizes.Select(s => new float[s * options.BatchSize])];
    }

    /// <summary>One step on the chosen images; gives the sum of their losses before it.</summary>
    public double Train(LabelledImages data, ReadOnlySpan<int> chosen)
    {
        int count = chosen.Length;
        Forward(data, chosen);
        double loss = LossAndSlopes(data, chosen);
        for (int l = _layers.Length - 1; l >= 0; l--)
        {
            var slopes = _slopes[l + 1].AsSpan(0, _layers[l].Outputs * count);
            if (l > 0)
            {
                var inputSlopes = _slopes[l].AsSpan(0, _layers[l].Inputs * count);
                _layers[l].Backward(slopes, inputSlopes, count);
                var units = _units[l];
                for (int i = 0; i < inputSlopes.Length; i++)
                    inputSlopes[i] = units[i] > 0 ? inputSlopes[i] : 0;
                Transpose(units, _images[l], _layers[l].Inputs, count);
            }

            _layers[l].Learn(_images[l], slopes, count);
        }

        return loss;
    }

    /// <summary>How many of the chosen images are classified rightly.</summary>
    public int CountRight(LabelledImages data, ReadOnlySpan<int> chosen)
    {
        Forward(data, chosen);
        var labels = data.Labels.Span;
        int right = 0;
        for (int b = 0; b < chosen.Length; b++)
        {
            int best = 0;
            for (int i = 1; i < _layers[^1].Outputs; i++)
            {
                if (_units[^1][i * chosen.Length + b] > _units[^1][best * chosen.Length + b])
                    best = i;
            }

            if (best == labels[chosen[b]])
                right++;
        }

        return right;
    }

    /// <summary>The parameters as tensors fc1.weight, fc1.bias, …</summary>
    public ImmutableArray<Tensor> ToTensors()
    {
        var tensors = ImmutableArray.CreateBuilder<Tensor>();
        for (int l = 0; l < _layers.Length; l++)
        {
            var layer = _layers[l];
            string name = string.Create(CultureInfo.InvariantCulture, $"fc{l + 1}");
            tensors.Add(Tensor.Create(tensors.Count, $"{name}.weight", [layer.Outputs, layer.Inputs], layer.Weight));
            tensors.Add(Tensor.Create(tensors.Count, $"{name}.bias", [layer.Outputs], layer.Bias));
        }

        return tensors.ToImmutable();
    }

    private void Forward(LabelledImages data, ReadOnlySpan<int> chosen)
    {
        int count = chosen.Length;
        for (int b = 0; b < count; b++)
        {
            var image = data.Image(chosen[b]);
            var values = _images[0].AsSpan(b * image.Length, image.Length);
            for (int j = 0; j < image.Length; j++)
                values[j] = PixelValues[image[j]];
        }

        Transpose(_images[0], _units[0], count, data.Size);
        for (int l = 0; l < _layers.Length; l++)
        {
            var outputs = _units[l + 1].AsSpan(0, _layers[l].Outputs * count);
            _layers[l].Forward(_units[l], outputs, count);
            if (l < _layers.Length - 1)
                TensorPrimitives.Max(outputs, 0f, outputs);
        }
    }

    // Slopes of the mean loss: (softmax - 1 at the label, softmax elsewhere) / count.
    private double LossAndSlopes(LabelledImages data, ReadOnlySpan<int> chosen)
    {
        int count = chosen.Length;
        int outputs = _layers[^1].Outputs;
        var labels = data.Labels.Span;
        var values = _units[^1];
        var slopes = _slopes[^1];
        double loss = 0;
        Span<double> powers = outputs <= 256 ? stackalloc double[outputs] : new double[outputs];
        for (int b = 0; b < count; b++)
        {
            float largest = float.NegativeInfinity;
            for (int i = 0; i < outputs; i++)
                largest = Math.Max(largest, values[i * count + b]);
            double sum = 0;
            for (int i = 0; i < outputs; i++)
                sum += powers[i] = StableMath.Exp((double)values[i * count + b] - largest);
            int label = labels[chosen[b]];
            for (int i = 0; i < outputs; i++)
                slopes[i * count + b] = (float)((powers[i] / sum - (i == label ? 1 : 0)) / count);
            loss += Math.Log(sum) - ((double)values[label * count + b] - largest);
        }

        return loss;
    }

    // A matrix of rows x columns, row by row, to columns x rows.
    private static void Transpose(ReadOnlySpan<float> source, Span<float> target, int rows, int columns)
    {
        for (int r = 0; r < rows; r++)
        {
            var row = source.Slice(r * columns, columns);
            for (int c = 0; c < row.Length; c++)
                target[c * rows + r] = row[c];
        }
    }
}
