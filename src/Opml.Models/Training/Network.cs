using System.Collections.Immutable;
using System.Numerics.Tensors;
using Opml.Models.Data;

namespace Opml.Models.Training;

/// <summary>The managed engine's network: layers with ReLU between them (between a convolution and its pool, where it does no more behind it), and the memory for a batch.</summary>
internal sealed class Network : ITrainingNetwork
{
    private readonly Workers _workers;
    private readonly ILayer[] _layers;
    private readonly Activations[] _values; // [l] are layer l's inputs
    private readonly float[][] _slopes; // the loss's slopes by the same, by unit

    public Network(TrainingOptions options, ImmutableArray<Tensor> initial, Workers workers)
    {
        _workers = workers;
        _layers = [.. CreateLayers(options, initial, workers)];
        int[] sizes = [_layers[0].Inputs, .. _layers.Select(static l => l.Outputs)];
        _values = [.. sizes.Select(s => new Activations(s, options.BatchSize, workers))];
        _slopes = [.. sizes.Select(s => new float[s * options.BatchSize])];
    }

    public double Train(ILabelledSamples data, ReadOnlySpan<int> chosen)
    {
        int count = chosen.Length;
        Forward(data, chosen);
        double loss = SoftmaxLoss.Measure(data, chosen, _values[^1].ByUnit, _layers[^1].Outputs, _slopes[^1]);
        for (int l = _layers.Length - 1; l >= 0; l--)
        {
            if (l > 0)
            {
                _layers[l].Backward(_values[l], _slopes[l + 1], _slopes[l], count);
                var units = _values[l].ByUnit;
                var slopes = _slopes[l].AsSpan(0, _layers[l].Inputs * count);
                for (int i = 0; i < slopes.Length; i++)
                    slopes[i] = units[i] > 0 ? slopes[i] : 0;
                if (_layers[l].LearnsBySample)
                    _values[l].ToSamples(count);
            }

            _layers[l].Learn(_values[l], _slopes[l + 1], count);
        }

        return loss;
    }

    public int CountRight(ILabelledSamples data, ReadOnlySpan<int> chosen)
    {
        int count = chosen.Length;
        Forward(data, chosen);
        var outputs = _values[^1].ByUnit;
        int right = 0;
        for (int b = 0; b < count; b++)
        {
            int best = 0;
            for (int i = 1; i < _layers[^1].Outputs; i++)
            {
                if (outputs[i * count + b] > outputs[best * count + b])
                    best = i;
            }

            if (best == data.GetClass(chosen[b]))
                right++;
        }

        return right;
    }

    public ImmutableArray<Tensor> ToTensors()
    {
        var tensors = ImmutableArray.CreateBuilder<Tensor>();
        foreach (var layer in _layers)
            layer.AddTo(tensors);
        return tensors.ToImmutable();
    }

    public void Dispose()
    {
        // Nothing but arrays.
    }

    // A convolution and its pool for each pair of tensors whose weights are kernels; then dense layers.
    private static IEnumerable<ILayer> CreateLayers(TrainingOptions options, ImmutableArray<Tensor> initial, Workers workers)
    {
        int side = options.ImageSide;
        foreach (var pair in initial.Chunk(2))
        {
            if (pair[0].Shape.Length == 2)
            {
                yield return new DenseLayer(pair[0], pair[1], options.LearningRate, workers);
                continue;
            }

            yield return new ConvolutionLayer(pair[0], pair[1], side, options.LearningRate, workers);
            side -= options.KernelSize - 1;
            yield return new PoolLayer(pair[0].Shape[0], side, workers);
            side /= 2;
        }
    }

    private void Forward(ILabelledSamples data, ReadOnlySpan<int> chosen)
    {
        int count = chosen.Length;
        int[] samples = chosen.ToArray();
        float[] inputs = _values[0].BySample;
        _workers.For(count, data.Size, (from, to) =>
        {
            for (int b = from; b < to; b++)
                data.CopyTo(samples[b], inputs.AsSpan(b * data.Size, data.Size));
        });
        _values[0].ToUnits(count);
        for (int l = 0; l < _layers.Length; l++)
        {
            var outputs = _values[l + 1].ByUnit;
            _layers[l].Forward(_values[l], outputs, count);
            if (l < _layers.Length - 1)
            {
                var used = outputs.AsSpan(0, _layers[l].Outputs * count);
                TensorPrimitives.Max(used, 0f, used);
            }
        }
    }
}
