using System.Collections.Immutable;
using System.Numerics.Tensors;

namespace Opml.Models.Training;

/// <summary>
/// The largest of each 2 x 2 of square images whose side is even. Units are channels, one after the other, each row by row. The slope goes
/// to the first of the largest.
/// </summary>
/// <param name="channels">Images.</param>
/// <param name="side">Side of those that come in.</param>
/// <param name="workers">Divide the work.</param>
internal sealed class PoolLayer(int channels, int side, Workers workers) : ILayer
{
    private readonly int _half = side / 2;

    public int Inputs => channels * side * side;

    public int Outputs => channels * _half * _half;

    public bool LearnsBySample => false;

    public void Forward(Activations inputs, float[] outputs, int count) => workers.For(Outputs, 4L * count, (from, to) =>
    {
        for (int unit = from; unit < to; unit++)
        {
            var most = outputs.AsSpan(unit * count, count);
            int corner = Corner(unit);
            inputs.ByUnit.AsSpan(corner * count, count).CopyTo(most);
            foreach (int other in (ReadOnlySpan<int>)[corner + 1, corner + side, corner + side + 1])
                TensorPrimitives.Max(most, inputs.ByUnit.AsSpan(other * count, count), most);
        }
    });

    public void Backward(Activations inputs, float[] slopes, float[] inputSlopes, int count) => workers.For(Outputs, 8L * count, (from, to) =>
    {
        for (int unit = from; unit < to; unit++)
        {
            int corner = Corner(unit);
            ReadOnlySpan<int> window = [corner, corner + 1, corner + side, corner + side + 1];
            for (int b = 0; b < count; b++)
            {
                int best = corner;
                foreach (int other in window)
                {
                    if (inputs.ByUnit[other * count + b] > inputs.ByUnit[best * count + b])
                        best = other;
                }

                foreach (int other in window)
                    inputSlopes[other * count + b] = other == best ? slopes[unit * count + b] : 0;
            }
        }
    });

    public void Learn(Activations inputs, float[] slopes, int count)
    {
        // Nothing to learn.
    }

    public void AddTo(ImmutableArray<Tensor>.Builder tensors)
    {
        // No parameters.
    }

    // The unit at the upper left of an output's window.
    private int Corner(int unit)
    {
        int channel = unit / (_half * _half);
        int row = unit / _half % _half;
        return (channel * side + 2 * row) * side + unit % _half * 2;
    }
}
