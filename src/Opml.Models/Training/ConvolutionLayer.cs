using System.Collections.Immutable;
using System.Numerics.Tensors;

namespace Opml.Models.Training;

/// <summary>
/// A convolution of stride 1 without padding over square images. Units are channels, one after the other, each row by row. Forward, each
/// sum is added up in the order of <see cref="Inference.ReferenceInference"/>; a weight's slope is added up over the places of its kernel
/// for each sample, then over the samples.
/// </summary>
internal sealed class ConvolutionLayer : ILayer
{
    private readonly Tensor _initialWeight;
    private readonly Tensor _initialBias;
    private readonly float[] _weight; // [outputs, inputs, kernel, kernel]
    private readonly float[] _bias; // [outputs]
    private readonly int _channels;
    private readonly int _kernel;
    private readonly int _side; // of the inputs
    private readonly int _places; // of the kernel along a side: the side of the outputs
    private readonly Adam _weightAdam;
    private readonly Adam _biasAdam;
    private readonly Workers _workers;

    /// <param name="weight">Shape [outputs, inputs, kernel, kernel].</param>
    /// <param name="bias">Shape [outputs].</param>
    /// <param name="side">Side of the images.</param>
    /// <param name="learningRate">Adam's.</param>
    /// <param name="workers">Divide the work.</param>
    public ConvolutionLayer(Tensor weight, Tensor bias, int side, float learningRate, Workers workers)
    {
        _initialWeight = weight;
        _initialBias = bias;
        _weight = weight.ToArray();
        _bias = bias.ToArray();
        _channels = weight.Shape[1];
        _kernel = weight.Shape[2];
        _side = side;
        _places = side - _kernel + 1;
        _weightAdam = new Adam(_weight, learningRate);
        _biasAdam = new Adam(_bias, learningRate);
        _workers = workers;
    }

    public int Inputs => _channels * _side * _side;

    public int Outputs => _bias.Length * _places * _places;

    public bool LearnsBySample => false;

    private int Taps => _channels * _kernel * _kernel;

    public void Forward(Activations inputs, float[] outputs, int count) => _workers.For(Outputs, 2L * Taps * count, (from, to) =>
    {
        for (int unit = from; unit < to; unit++)
        {
            var (output, row, column) = Place(unit, _places);
            var sums = outputs.AsSpan(unit * count, count);
            var weights = _weight.AsSpan(output * Taps, Taps);
            sums.Clear();
            for (int t = 0; t < weights.Length; t++)
            {
                var (channel, y, x) = Place(t, _kernel);
                TensorPrimitives.MultiplyAdd(Values(inputs.ByUnit, channel, row + y, column + x, count), weights[t], sums, sums);
            }

            TensorPrimitives.Add(sums, _bias[output], sums);
        }
    });

    public void Backward(Activations inputs, float[] slopes, float[] inputSlopes, int count) => _workers.For(Inputs, 2L * _bias.Length * _kernel * _kernel * count, (from, to) =>
    {
        for (int unit = from; unit < to; unit++)
        {
            var (channel, row, column) = Place(unit, _side);
            var sums = inputSlopes.AsSpan(unit * count, count);
            sums.Clear();
            for (int output = 0; output < _bias.Length; output++)
            {
                for (int y = Math.Max(0, row - _places + 1); y < _kernel && y <= row; y++)
                {
                    for (int x = Math.Max(0, column - _places + 1); x < _kernel && x <= column; x++)
                    {
                        var slope = Slopes(slopes, output, row - y, column - x, count);
                        float weight = _weight[((output * _channels + channel) * _kernel + y) * _kernel + x];
                        TensorPrimitives.MultiplyAdd(slope, weight, sums, sums);
                    }
                }
            }
        }
    });

    public void Learn(Activations inputs, float[] slopes, int count)
    {
        _weightAdam.Begin();
        _biasAdam.Begin();
        _workers.For(_weight.Length, 2L * _places * _places * count, (from, to) =>
        {
            var sums = new float[count];
            var gradient = new float[to - from];
            for (int weight = from; weight < to; weight++)
            {
                var (channel, y, x) = Place(weight % Taps, _kernel);
                Array.Clear(sums);
                for (int row = 0; row < _places; row++)
                {
                    for (int column = 0; column < _places; column++)
                        TensorPrimitives.MultiplyAdd(Slopes(slopes, weight / Taps, row, column, count), Values(inputs.ByUnit, channel, row + y, column + x, count), sums, sums);
                }

                gradient[weight - from] = SumInOrder(sums);
            }

            _weightAdam.Move(from, gradient);
        });
        LearnBias(slopes, count);
    }

    public void AddTo(ImmutableArray<Tensor>.Builder tensors)
    {
        tensors.Add(Tensor.Create(_initialWeight.Index, _initialWeight.Name, _initialWeight.Shape.AsSpan(), _weight));
        tensors.Add(Tensor.Create(_initialBias.Index, _initialBias.Name, _initialBias.Shape.AsSpan(), _bias));
    }

    private void LearnBias(float[] slopes, int count)
    {
        var gradient = new float[_bias.Length];
        var sums = new float[count];
        for (int output = 0; output < gradient.Length; output++)
        {
            Array.Clear(sums);
            for (int place = 0; place < _places * _places; place++)
                TensorPrimitives.Add(sums, slopes.AsSpan((output * _places * _places + place) * count, count), sums);
            gradient[output] = SumInOrder(sums);
        }

        _biasAdam.Move(0, gradient);
    }

    private ReadOnlySpan<float> Values(float[] byUnit, int channel, int row, int column, int count) =>
        byUnit.AsSpan(((channel * _side + row) * _side + column) * count, count);

    private ReadOnlySpan<float> Slopes(float[] byUnit, int output, int row, int column, int count) =>
        byUnit.AsSpan(((output * _places + row) * _places + column) * count, count);

    private static (int Channel, int Row, int Column) Place(int index, int side) => (index / (side * side), index / side % side, index % side);

    private static float SumInOrder(ReadOnlySpan<float> values)
    {
        float sum = 0;
        foreach (float value in values)
            sum += value;
        return sum;
    }
}
