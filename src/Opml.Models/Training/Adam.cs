using System.Numerics.Tensors;

namespace Opml.Models.Training;

/// <summary>
/// Adam (Kingma and Ba, "Adam: a method for stochastic optimization", 2015, algorithm 1) for one array of parameters, with
/// the paper's constants. Every operation is element by element, so that a step can be taken in parts.
/// </summary>
internal sealed class Adam(float[] parameters, float learningRate)
{
    private const float Beta1 = 0.9f;
    private const float Beta2 = 0.999f;
    private const float Epsilon = 1e-8f;

    private readonly float[] _mean = new float[parameters.Length];
    private readonly float[] _square = new float[parameters.Length];
    private double _power1 = 1;
    private double _power2 = 1;

    /// <summary>Begins a step: <see cref="Move"/> is due once for each parameter.</summary>
    public void Begin()
    {
        _power1 *= Beta1;
        _power2 *= Beta2;
    }

    /// <summary>Moves some parameters against their gradient. Different parts may be moved on different threads.</summary>
    /// <param name="start">The first parameter.</param>
    /// <param name="gradient">The slope by each; used up.</param>
    public void Move(int start, Span<float> gradient)
    {
        var values = parameters.AsSpan(start, gradient.Length);
        var mean = _mean.AsSpan(start, gradient.Length);
        var square = _square.AsSpan(start, gradient.Length);

        TensorPrimitives.Multiply(mean, Beta1, mean);
        TensorPrimitives.MultiplyAdd(gradient, 1 - Beta1, mean, mean);
        TensorPrimitives.Multiply(gradient, gradient, gradient);
        TensorPrimitives.Multiply(square, Beta2, square);
        TensorPrimitives.MultiplyAdd(gradient, 1 - Beta2, square, square);

        TensorPrimitives.Divide(square, (float)(1 - _power2), gradient);
        TensorPrimitives.Sqrt(gradient, gradient);
        TensorPrimitives.Add(gradient, Epsilon, gradient);
        TensorPrimitives.Divide(mean, gradient, gradient);
        TensorPrimitives.MultiplyAdd(gradient, (float)(-learningRate / (1 - _power1)), values, values);
    }
}
