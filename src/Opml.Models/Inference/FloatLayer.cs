using Opml.Models.Inference.Kernels;

namespace Opml.Models.Inference;

/// <summary>
/// A layer of examples/guestlib/nn in single precision, with its ReLU: the same operations in the same order. The runtime never fuses a
/// product and a sum, and keeps subnormals; which NaN comes out differs, and is settled where an output is written.
/// </summary>
internal sealed class FloatLayer
{
    private readonly LayerPlan _plan;
    private readonly FloatWeights? _weights; // null for a layer norm
    private readonly float[] _gain = []; // of a layer norm
    private readonly float[] _bias = [];

    /// <param name="plan">What the layer does.</param>
    /// <param name="weights">Shape [outputs, inputs]; the gain of a layer norm.</param>
    /// <param name="bias">One for each output.</param>
    /// <param name="kernel">What computes it; null for what is best here.</param>
    public FloatLayer(LayerPlan plan, float[] weights, float[] bias, FloatKernel? kernel = null)
    {
        _plan = plan;
        if (plan.Kind == LayerKind.Norm)
            (_gain, _bias) = (weights, bias);
        else
            _weights = new FloatWeights(weights, bias, plan.Positions(), kernel);
    }

    /// <summary>The length of what <see cref="Run"/> works in.</summary>
    public int Room => _weights is null ? 0 : Places * _weights.Padded;

    /// <summary>The numbers that come in or come out, whichever are more.</summary>
    public int Numbers => Math.Max(_plan.Numbers, Places * _plan.Outputs);

    private int Places => _plan.PooledSide * _plan.PooledSide;

    /// <summary>Runs the layer. Images are [channels, rows, columns].</summary>
    /// <param name="numbers">Those that come in, in the place of which come those that come out: room for either.</param>
    /// <param name="room">As <see cref="Room"/> says.</param>
    public void Run(Span<float> numbers, Span<float> room)
    {
        if (_weights is null)
        {
            LayerNorm.Normalise(_gain, _bias, numbers[.._plan.Outputs]);
        }
        else if (_plan.Kind == LayerKind.Convolution)
        {
            _weights.Kernel.MultiplyAndPool(_weights, numbers, _plan.Side, _plan.PooledSide, room);
            Images.FromPlaces<float>(room, _weights.Padded, Places, numbers[..(Places * _plan.Outputs)]);
        }
        else
        {
            _weights.Kernel.Multiply(_weights, numbers, _plan.HasReLU, room);
            room[.._plan.Outputs].CopyTo(numbers);
        }
    }
}
