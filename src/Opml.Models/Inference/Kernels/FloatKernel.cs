using System.Runtime.Intrinsics;

namespace Opml.Models.Inference.Kernels;

/// <summary>
/// Sums of products in single precision in one kind of vector: each from +0 on in the numbers' order, products rounded first, and then
/// plus the bias. Lanes run across outputs, so that their width changes no bit; which NaN comes out is the processor's choice.
/// </summary>
internal abstract class FloatKernel
{
    private static readonly FloatKernel s_512 = new FloatVectorKernel<Vector512<float>, FloatLanes512>();
    private static readonly FloatKernel s_256 = new FloatVectorKernel<Vector256<float>, FloatLanes256>();
    private static readonly FloatKernel s_128 = new FloatVectorKernel<Vector128<float>, FloatLanes128>();

    /// <summary>Every kernel; .NET makes up for instructions that a processor lacks.</summary>
    public static IReadOnlyList<FloatKernel> All { get; } = [s_512, s_256, s_128];

    /// <summary>Outputs at a time.</summary>
    public abstract int Lanes { get; }

    /// <summary>The one to use here for so many outputs: the widest that is accelerated, unless half of it would do.</summary>
    public static FloatKernel For(int outputs) =>
        Vector512.IsHardwareAccelerated && outputs > s_256.Lanes ? s_512
        : Vector256.IsHardwareAccelerated && outputs > s_128.Lanes ? s_256
        : s_128;

    /// <summary>A dense layer.</summary>
    /// <param name="weights">Laid out for this kernel.</param>
    /// <param name="numbers">One for each input.</param>
    /// <param name="rectify">Whether what is not above 0 becomes +0, NaN too.</param>
    /// <param name="outputs">Takes one for each padded output.</param>
    public abstract void Multiply(FloatWeights weights, ReadOnlySpan<float> numbers, bool rectify, Span<float> outputs);

    /// <summary>A convolution of stride 1 over a square image, ReLU, and a 2 x 2 max-pool.</summary>
    /// <param name="weights">Laid out for this kernel; positions are those of the first place.</param>
    /// <param name="numbers">Reaching to the last position of the last place.</param>
    /// <param name="side">Numbers from a place to the one below it.</param>
    /// <param name="windows">The side of the square of 2 x 2 places.</param>
    /// <param name="outputs">Takes [windows, windows, padded outputs].</param>
    public abstract void MultiplyAndPool(FloatWeights weights, ReadOnlySpan<float> numbers, int side, int windows, Span<float> outputs);
}
