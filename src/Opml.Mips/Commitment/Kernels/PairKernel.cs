using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace Opml.Mips.Commitment.Kernels;

/// <summary>Keccak-256 of many 64-byte pairs in one kind of vector.</summary>
internal abstract class PairKernel
{
    /// <summary>Bytes hashed to one digest.</summary>
    public const int PairSize = 2 * Keccak256.HashSize;

    private static readonly PairKernel[] s_all =
    [
        new VectorKernel<Vector512<ulong>, Avx512Lanes>("AVX-512"),
        new VectorKernel<Vector256<ulong>, Avx512VLLanes>("AVX-512VL"),
        new VectorKernel<Vector256<ulong>, Avx2Lanes>("AVX2"),
        new VectorKernel<Vector128<ulong>, Lanes128>("128-bit"),
        new VectorKernel<ulong, ScalarLanes>("scalar"),
    ];

    /// <summary>Every kernel that this processor can run.</summary>
    public static IReadOnlyList<PairKernel> Supported { get; } = [.. s_all.Where(kernel => kernel.IsSupported)];

    /// <summary>The one to use here. SSE2 lacks what makes two lanes faster than one: 128-bit vectors are for arm64.</summary>
    public static PairKernel Best { get; } = Supported.First(kernel => kernel.Lanes != 2 || AdvSimd.Arm64.IsSupported);

    /// <summary>The instruction set.</summary>
    public abstract string Name { get; }

    /// <summary>Pairs hashed at once.</summary>
    public abstract int Lanes { get; }

    public abstract bool IsSupported { get; }

    /// <summary>See <see cref="KeccakBatch.HashPairs(ReadOnlySpan{byte}, Span{byte})"/>, which has checked the lengths.</summary>
    public abstract void HashPairs(ReadOnlySpan<byte> pairs, Span<byte> digests);
}
