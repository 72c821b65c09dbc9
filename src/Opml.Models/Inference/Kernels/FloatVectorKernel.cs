using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Opml.Models.Inference.Kernels;

/// <summary>
/// The kernel of one kind of lanes. Optimised when first called: one inference is too short for the runtime to notice what is hot.
/// </summary>
internal sealed class FloatVectorKernel<TVector, TLanes> : FloatKernel
    where TVector : unmanaged
    where TLanes : IFloatLanes<TVector>
{
    public override int Lanes => TLanes.Count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Multiply(FloatWeights weights, ReadOnlySpan<float> numbers, bool rectify, Span<float> outputs)
    {
        Check(weights, numbers, 0, outputs, 1);
        numbers = numbers[..weights.Reach];
        int width = TLanes.Count, i = 0;

        // Sums wait for themselves: four vectors of them at a time keep the processor busy.
        for (; i + 4 * width <= weights.Padded; i += 4 * width)
        {
            TVector a = default, b = default, c = default, d = default;
            ref float column = ref Column(weights, i);
            foreach (float number in numbers)
            {
                TVector x = TLanes.Broadcast(number);
                a = AddProduct(a, x, ref column);
                b = AddProduct(b, x, ref Unsafe.Add(ref column, width));
                c = AddProduct(c, x, ref Unsafe.Add(ref column, 2 * width));
                d = AddProduct(d, x, ref Unsafe.Add(ref column, 3 * width));
                column = ref Unsafe.Add(ref column, weights.Padded);
            }

            Finish(a, weights, i, rectify, outputs);
            Finish(b, weights, i + width, rectify, outputs);
            Finish(c, weights, i + 2 * width, rectify, outputs);
            Finish(d, weights, i + 3 * width, rectify, outputs);
        }

        for (; i + 2 * width <= weights.Padded; i += 2 * width)
        {
            TVector a = default, b = default;
            ref float column = ref Column(weights, i);
            foreach (float number in numbers)
            {
                TVector x = TLanes.Broadcast(number);
                a = AddProduct(a, x, ref column);
                b = AddProduct(b, x, ref Unsafe.Add(ref column, width));
                column = ref Unsafe.Add(ref column, weights.Padded);
            }

            Finish(a, weights, i, rectify, outputs);
            Finish(b, weights, i + width, rectify, outputs);
        }

        if (i < weights.Padded)
        {
            TVector a = default;
            ref float column = ref Column(weights, i);
            foreach (float number in numbers)
            {
                a = AddProduct(a, TLanes.Broadcast(number), ref column);
                column = ref Unsafe.Add(ref column, weights.Padded);
            }

            Finish(a, weights, i, rectify, outputs);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void MultiplyAndPool(FloatWeights weights, ReadOnlySpan<float> numbers, int side, int windows, Span<float> outputs)
    {
        Check(weights, numbers, (2 * windows - 1) * (side + 1), outputs, windows * windows);
        for (int i = 0; i < weights.Padded; i += TLanes.Count)
        {
            for (int top = 0; top < windows; top++)
            {
                // Two windows beside each other at a time; an odd one at the end is its own neighbour.
                for (int left = 0; left < windows; left += 2)
                {
                    int right = Math.Min(left + 1, windows - 1);
                    Pool(weights, i, numbers[(2 * (top * side + left))..], side, 2 * (right - left), out TVector first, out TVector second);
                    TLanes.Store(first, ref outputs[(top * windows + left) * weights.Padded + i]);
                    TLanes.Store(second, ref outputs[(top * windows + right) * weights.Padded + i]);
                }
            }
        }
    }

    // One vector of outputs at the eight places of two windows: whatever is read of the weights serves them all.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pool(
        FloatWeights weights, int output, ReadOnlySpan<float> numbers, nint side, nint next, out TVector first, out TVector second)
    {
        TVector a0 = default, a1 = default, a2 = default, a3 = default, b0 = default, b1 = default, b2 = default, b3 = default;
        ref float column = ref Column(weights, output);
        ref float corner = ref MemoryMarshal.GetReference(numbers);
        nint padded = weights.Padded;
        foreach (int position in weights.Positions)
        {
            ref float above = ref Unsafe.Add(ref corner, position);
            ref float below = ref Unsafe.Add(ref above, side);
            TVector w = TLanes.Load(ref column);
            a0 = AddProduct(a0, w, above);
            a1 = AddProduct(a1, w, Unsafe.Add(ref above, 1));
            a2 = AddProduct(a2, w, below);
            a3 = AddProduct(a3, w, Unsafe.Add(ref below, 1));
            above = ref Unsafe.Add(ref above, next);
            below = ref Unsafe.Add(ref below, next);
            b0 = AddProduct(b0, w, above);
            b1 = AddProduct(b1, w, Unsafe.Add(ref above, 1));
            b2 = AddProduct(b2, w, below);
            b3 = AddProduct(b3, w, Unsafe.Add(ref below, 1));
            column = ref Unsafe.Add(ref column, padded);
        }

        TVector bias = TLanes.Load(in weights.Biases[output]);
        first = Greatest(bias, a0, a1, a2, a3);
        second = Greatest(bias, b0, b1, b2, b3);
    }

    // Behind ReLU every number is +0 or above, so that +0 is where a pool can begin.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Greatest(TVector bias, TVector a, TVector b, TVector c, TVector d)
    {
        TVector most = TLanes.Greater(TLanes.Add(a, bias), default);
        most = TLanes.Greater(TLanes.Add(b, bias), most);
        most = TLanes.Greater(TLanes.Add(c, bias), most);
        return TLanes.Greater(TLanes.Add(d, bias), most);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(TVector sum, FloatWeights weights, int output, bool rectify, Span<float> outputs)
    {
        sum = TLanes.Add(sum, TLanes.Load(in weights.Biases[output]));
        TLanes.Store(rectify ? TLanes.Greater(sum, default) : sum, ref outputs[output]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector AddProduct(TVector sum, TVector x, ref float weights) => TLanes.Add(sum, TLanes.Multiply(TLanes.Load(ref weights), x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector AddProduct(TVector sum, TVector weights, float number) =>
        TLanes.Add(sum, TLanes.Multiply(weights, TLanes.Broadcast(number)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref float Column(FloatWeights weights, int output) => ref weights.Columns[output];

    // The loops above read without looking: here it is seen that all they read is there.
    private static void Check(FloatWeights weights, ReadOnlySpan<float> numbers, int lastPlace, Span<float> outputs, int places)
    {
        if (weights.Kernel.Lanes != TLanes.Count || numbers.Length < lastPlace + weights.Reach || outputs.Length < places * weights.Padded)
            throw new ArgumentException("Weights, numbers and outputs do not fit together.");
    }
}
