using Opml.Models.Inference.Kernels;
using Opml.Models.Numerics;

namespace Opml.Models.Inference;

/// <summary>
/// A layer of examples/guestlib/q8 up to its ReLU. Numbers are integers of at most 2^15 in magnitude, sums integers of at most 2^62,
/// with an exponent in common: each stands for itself · 2^-exponent. Sums are exact.
/// </summary>
internal sealed class FixedLayer
{
    private readonly LayerPlan _plan;
    private readonly FixedWeights _weights;
    private readonly float[] _bias;
    private volatile FixedBiases? _biases; // those used last

    /// <param name="plan">What the layer does: no norm.</param>
    /// <param name="matrix">A row for each output.</param>
    /// <param name="bias">Finite numbers, one for each output.</param>
    /// <param name="kernel">What computes it; null for what is best here.</param>
    public FixedLayer(LayerPlan plan, FixedMatrix matrix, float[] bias, FixedKernel? kernel = null)
    {
        _plan = plan;
        _bias = bias;
        _weights = new FixedWeights(matrix, plan.Positions(), kernel ?? FixedKernel.For(matrix.Rows));
    }

    /// <summary>Places of an image for which there are sums; 1 where there is no image.</summary>
    public int Places => _plan.PooledSide * _plan.PooledSide;

    /// <summary>Sums at each place: one for each output, and then zeros.</summary>
    public int Padded => _weights.Padded;

    /// <summary>
    /// Sums of products, and the bias, rounded to the sums' last bit; behind a convolution of stride 1 without padding a 2 x 2 max-pool.
    /// </summary>
    /// <param name="numbers">What comes in; an image is [channels, rows, columns].</param>
    /// <param name="sums">Takes [<see cref="Places"/>, <see cref="Padded"/>], and has room for just that.</param>
    /// <returns>The sums' exponent.</returns>
    public int Multiply(FixedNumbers numbers, Span<long> sums)
    {
        int exponent = numbers.Exponent + _weights.Exponent;
        var biases = _biases;
        if (biases?.Exponent != exponent)
            _biases = biases = new FixedBiases(_bias, exponent, _weights.Padded);
        if (_plan.Kind == LayerKind.Convolution)
            _weights.Kernel.MultiplyAndPool(_weights, numbers.Values, numbers.Parts, _plan.Side, _plan.PooledSide, biases.Values, sums);
        else
            _weights.Kernel.Multiply(_weights, numbers.Values, numbers.Parts, biases.Values, sums);
        return exponent;
    }

    /// <summary>Biases at an exponent. Numbers of a kind mostly come with the same exponent.</summary>
    private sealed class FixedBiases
    {
        public FixedBiases(float[] bias, int exponent, int padded)
        {
            Exponent = exponent;
            Values = new long[padded];
            for (int i = 0; i < bias.Length; i++)
                Values[i] = SingleMath.ToFixed(bias[i], exponent);
        }

        public int Exponent { get; }

        public long[] Values { get; }
    }
}
