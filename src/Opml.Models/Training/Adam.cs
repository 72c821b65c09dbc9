using System.Numerics.Tensors;

namespace Opml.Models.Training;

/// <summary>
/// Adam (Kingma and Ba, "Adam: a method for stochastic optimization", 2015, algorithm 1) for one array of parameters, with
/// the paper's constants. Every operation is element by element.
/// </summary>
internal sealed class Adam(int count, float learningRate)
{
    private const float Beta1 = 0.9f;
    private const float Beta2 = 0.999f;
    private const float Epsilon = 1e-8f;

    private readonly float[] _mean = new float[count];
    private readonly float[] _square = new float[count];
    private readonly float[] _scratch = new float[count];
    private double _power1 = 1;
    private double _power2 = 1;

    /// <summary>Moves the parameters one step against the gradient.</summary>
    public void Step(Span<float> parameters, ReadOnlySpan<float> gradient)
    {
        _power1 *= Beta1;
        _power2 *= Beta2;
        Span<float> scratch = _scratch;

        TensorPrimitives.Multiply(_mean, Beta1, _mean);
        TensorPrimitives.MultiplyAdd(gradient, 1 - Beta1, _mean, _mean);
        TensorPrimitives.Multiply(gradient, gradient, scratch);
        TensorPrimitives.Multiply(_square, Beta2, _square);
        TensorPrimitives.MultiplyAdd(scratch, 1 - Beta2, _square, _square);

        TensorPrimitives.Divide(_square, (float)(1 - _power2), scratch);
        TensorPrimitives.Sqrt(scratch, scratch);
        TensorPrimitives.Add(scratch, Epsilon, scratch);
        TensorPrimitives.Divide(_mean, scratch, scratch);
        TensorPrimitives.MultiplyAdd(scratch, (float)(-learningRate / (1 - _power1)), parameters, parameters);
    }
}
