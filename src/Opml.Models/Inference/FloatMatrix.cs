using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Opml.Models.Inference;

/// <summary>
/// Weights laid out for many outputs at a time: vectors run across the outputs, so that each sum is added up one term after the
/// other, whatever the vectors' width.
/// </summary>
internal sealed class FloatMatrix
{
    private readonly float[] _columns; // [inputs, padded outputs]

    /// <param name="weights">Shape [outputs, inputs], row-major.</param>
    /// <param name="outputs">The number of rows.</param>
    public FloatMatrix(ReadOnlySpan<float> weights, int outputs)
    {
        Outputs = outputs;
        Inputs = outputs == 0 ? 0 : weights.Length / outputs;
        int width = Vector<float>.Count;
        Padded = (outputs + width - 1) / width * width;
        _columns = new float[checked(Inputs * Padded)];
        for (int i = 0; i < outputs; i++)
        {
            for (int j = 0; j < Inputs; j++)
                _columns[j * Padded + i] = weights[i * Inputs + j];
        }
    }

    public int Inputs { get; }

    public int Outputs { get; }

    /// <summary>The length that <see cref="Multiply"/>'s outputs have: a whole number of vectors.</summary>
    public int Padded { get; }

    /// <summary>The same as <see cref="Multiply"/> for four vectors at a time, each with its own sums.</summary>
    /// <param name="numbers">The vectors, one after the other.</param>
    /// <param name="outputs">Their outputs, <see cref="Padded"/> each.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void MultiplyFour(ReadOnlySpan<float> numbers, Span<float> outputs)
    {
        var first = numbers[..Inputs];
        var second = numbers.Slice(Inputs, Inputs);
        var third = numbers.Slice(2 * Inputs, Inputs);
        var fourth = numbers.Slice(3 * Inputs, Inputs);
        for (int i = 0; i < Padded; i += Vector<float>.Count)
        {
            Vector<float> a = default, b = default, c = default, d = default;
            ref float column = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_columns), i);
            for (int j = 0; j < first.Length; j++)
            {
                var weights = Vector.LoadUnsafe(ref column);
                a += weights * new Vector<float>(first[j]);
                b += weights * new Vector<float>(second[j]);
                c += weights * new Vector<float>(third[j]);
                d += weights * new Vector<float>(fourth[j]);
                column = ref Unsafe.Add(ref column, Padded);
            }

            a.CopyTo(outputs[i..]);
            b.CopyTo(outputs[(Padded + i)..]);
            c.CopyTo(outputs[(2 * Padded + i)..]);
            d.CopyTo(outputs[(3 * Padded + i)..]);
        }
    }

    /// <summary>Output i = the sum from +0 of weight · number in the order of the numbers; products are rounded first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Multiply(ReadOnlySpan<float> numbers, Span<float> outputs)
    {
        int width = Vector<float>.Count;
        int i = 0;
        for (; i + 4 * width <= Padded; i += 4 * width)
        {
            Vector<float> a = default, b = default, c = default, d = default;
            ref float column = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_columns), i);
            foreach (float number in numbers[..Inputs])
            {
                var x = new Vector<float>(number);
                a += Vector.LoadUnsafe(ref column) * x;
                b += Vector.LoadUnsafe(ref column, (nuint)width) * x;
                c += Vector.LoadUnsafe(ref column, (nuint)(2 * width)) * x;
                d += Vector.LoadUnsafe(ref column, (nuint)(3 * width)) * x;
                column = ref Unsafe.Add(ref column, Padded);
            }

            a.CopyTo(outputs[i..]);
            b.CopyTo(outputs[(i + width)..]);
            c.CopyTo(outputs[(i + 2 * width)..]);
            d.CopyTo(outputs[(i + 3 * width)..]);
        }

        for (; i + 2 * width <= Padded; i += 2 * width)
        {
            Vector<float> a = default, b = default;
            ref float column = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_columns), i);
            foreach (float number in numbers[..Inputs])
            {
                var x = new Vector<float>(number);
                a += Vector.LoadUnsafe(ref column) * x;
                b += Vector.LoadUnsafe(ref column, (nuint)width) * x;
                column = ref Unsafe.Add(ref column, Padded);
            }

            a.CopyTo(outputs[i..]);
            b.CopyTo(outputs[(i + width)..]);
        }

        if (i < Padded)
        {
            Vector<float> a = default;
            ref float column = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_columns), i);
            foreach (float number in numbers[..Inputs])
            {
                a += Vector.LoadUnsafe(ref column) * new Vector<float>(number);
                column = ref Unsafe.Add(ref column, Padded);
            }

            a.CopyTo(outputs[i..]);
        }
    }
}
