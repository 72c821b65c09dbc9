using System.Collections.Immutable;
using System.Numerics.Tensors;

namespace Opml.Models.Training;

/// <summary>
/// outputs = weight · inputs + bias. Each sum is added up one term after the other, products rounded first; forward, the
/// order is that of <see cref="Inference.ReferenceInference"/>.
/// </summary>
internal sealed class DenseLayer : ILayer
{
    private readonly Tensor _initialWeight;
    private readonly Tensor _initialBias;
    private readonly float[] _weight; // [outputs, inputs]
    private readonly float[] _bias; // [outputs]
    private readonly float[] _weightGradient;
    private readonly Adam _weightAdam;
    private readonly Adam _biasAdam;
    private readonly Workers _workers;

    /// <param name="weight">Shape [outputs, inputs].</param>
    /// <param name="bias">Shape [outputs].</param>
    /// <param name="learningRate">Adam's.</param>
    /// <param name="workers">Divide the work.</param>
    public DenseLayer(Tensor weight, Tensor bias, float learningRate, Workers workers)
    {
        _initialWeight = weight;
        _initialBias = bias;
        _weight = weight.ToArray();
        _bias = bias.ToArray();
        _weightGradient = new float[_weight.Length];
        _weightAdam = new Adam(_weight, learningRate);
        _biasAdam = new Adam(_bias, learningRate);
        _workers = workers;
    }

    public int Inputs => _initialWeight.Shape[1];

    public int Outputs => _initialWeight.Shape[0];

    public bool LearnsBySample => true;

    public void Forward(Activations inputs, float[] outputs, int count) => _workers.For(Outputs, 2L * Inputs * count, (from, to) =>
    {
        for (int i = from; i < to; i++)
        {
            var sums = outputs.AsSpan(i * count, count);
            var weights = _weight.AsSpan(i * Inputs, Inputs);
            sums.Clear();
            for (int j = 0; j < weights.Length; j++)
                TensorPrimitives.MultiplyAdd(inputs.ByUnit.AsSpan(j * count, count), weights[j], sums, sums);
            TensorPrimitives.Add(sums, _bias[i], sums);
        }
    });

    public void Backward(Activations inputs, float[] slopes, float[] inputSlopes, int count) => _workers.For(Inputs, 2L * Outputs * count, (from, to) =>
    {
        for (int j = from; j < to; j++)
        {
            var sums = inputSlopes.AsSpan(j * count, count);
            sums.Clear();
            for (int i = 0; i < Outputs; i++)
                TensorPrimitives.MultiplyAdd(slopes.AsSpan(i * count, count), _weight[i * Inputs + j], sums, sums);
        }
    });

    public void Learn(Activations inputs, float[] slopes, int count)
    {
        _weightAdam.Begin();
        _biasAdam.Begin();
        _workers.For(Outputs, 2L * Inputs * count, (from, to) =>
        {
            for (int i = from; i < to; i++)
            {
                var gradient = _weightGradient.AsSpan(i * Inputs, Inputs);
                gradient.Clear();
                float biasGradient = 0;
                for (int b = 0; b < count; b++)
                {
                    float slope = slopes[i * count + b];
                    biasGradient += slope;
                    if (slope != 0)
                        TensorPrimitives.MultiplyAdd(inputs.BySample.AsSpan(b * Inputs, Inputs), slope, gradient, gradient);
                }

                _weightAdam.Move(i * Inputs, gradient);
                _biasAdam.Move(i, new Span<float>(ref biasGradient));
            }
        });
    }

    public void AddTo(ImmutableArray<Tensor>.Builder tensors)
    {
        tensors.Add(Tensor.Create(_initialWeight.Index, _initialWeight.Name, _initialWeight.Shape.AsSpan(), _weight));
        tensors.Add(Tensor.Create(_initialBias.Index, _initialBias.Name, _initialBias.Shape.AsSpan(), _bias));
    }
}
