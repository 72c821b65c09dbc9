using System.Runtime.Intrinsics;

namespace Opml.Models.Inference.Kernels;

/// <summary>
/// Exact sums of products with <see cref="FixedWeights"/> in one kind of vector. Numbers are given with their signs turned, in
/// 16 bits; or each as the sum of two such, one whole vector of numbers behind the other ("parts").
/// </summary>
internal abstract class FixedKernel
{
    private static readonly FixedKernel s_avx512 = new FixedVectorKernel<Vector512<int>, Vector512<long>, Avx512FixedLanes>("AVX-512");
    private static readonly FixedKernel s_avx2 = new FixedVectorKernel<Vector256<int>, Vector256<long>, Avx2FixedLanes>("AVX2");
    private static readonly FixedKernel[] s_narrow =
    [
        new FixedVectorKernel<Vector128<int>, Vector128<long>, FixedLanes128<Sse41Products>>("SSE4.1"),
        new FixedVectorKernel<Vector128<int>, Vector128<long>, FixedLanes128<AdvSimdProducts>>("AdvSimd"),
        new FixedVectorKernel<Vector128<int>, Vector128<long>, FixedLanes128<PortableProducts>>("portable"),
    ];

    /// <summary>Every kernel, whether this processor can run it or not; the last runs on any.</summary>
    public static IReadOnlyList<FixedKernel> All { get; } = [s_avx512, s_avx2, .. s_narrow];

    /// <summary>The instruction set.</summary>
    public abstract string Name { get; }

    /// <summary>Rows at a time.</summary>
    public abstract int Lanes { get; }

    public abstract bool IsSupported { get; }

    /// <summary>The one to use here for so many rows; .NET calls 512 bits accelerated where they do not slow the processor down.</summary>
    public static FixedKernel For(int rows) =>
        s_avx512.IsSupported && Vector512.IsHardwareAccelerated && rows > s_avx2.Lanes ? s_avx512
        : s_avx2.IsSupported ? s_avx2
        : s_narrow.First(static kernel => kernel.IsSupported);

    /// <summary>Each row's sum over its blocks of scale · (the sum of q · number over the block), from its bias on.</summary>
    /// <param name="weights">Laid out for this kernel.</param>
    /// <param name="numbers">What the weights' positions are in, parts · <see cref="FixedWeights.Reach"/> or more.</param>
    /// <param name="parts">1 or 2.</param>
    /// <param name="biases">One for each padded row.</param>
    /// <param name="sums">Takes a sum for each padded row.</param>
    public abstract void Multiply(FixedWeights weights, ReadOnlySpan<short> numbers, int parts, ReadOnlySpan<long> biases, Span<long> sums);

    /// <summary>The same at each place of a square image, and of each 2 x 2 places the largest.</summary>
    /// <param name="weights">Laid out for this kernel; positions are those of the first place.</param>
    /// <param name="numbers">One or two parts; with <see cref="FixedWeights.Reach"/> numbers from the last place on.</param>
    /// <param name="parts">1 or 2.</param>
    /// <param name="side">Numbers from a place to the one below it.</param>
    /// <param name="windows">The side of the square of 2 x 2 places.</param>
    /// <param name="biases">One for each padded row.</param>
    /// <param name="sums">Takes [windows, windows, padded rows].</param>
    public abstract void MultiplyAndPool(
        FixedWeights weights, ReadOnlySpan<short> numbers, int parts, int side, int windows, ReadOnlySpan<long> biases, Span<long> sums);
}
