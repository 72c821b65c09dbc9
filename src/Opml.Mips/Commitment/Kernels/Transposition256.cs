using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Opml.Mips.Commitment.Kernels;

/// <summary>Four pairs to words and words to four digests, in 256-bit vectors.</summary>
internal static class Transposition256
{
    public static void Load(ReadOnlySpan<byte> pairs, Span<Vector256<ulong>> words)
    {
        ReadOnlySpan<Vector256<ulong>> rows = MemoryMarshal.Cast<byte, Vector256<ulong>>(pairs);
        Transpose(rows[0], rows[2], rows[4], rows[6], words);
        Transpose(rows[1], rows[3], rows[5], rows[7], words[4..]);
    }

    public static void Store(ReadOnlySpan<Vector256<ulong>> words, Span<byte> digests) =>
        Transpose(words[0], words[1], words[2], words[3], MemoryMarshal.Cast<byte, Vector256<ulong>>(digests));

    /// <summary>A 4 × 4 matrix by rows: neighbours are interleaved, then 128-bit halves exchanged.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(Vector256<ulong> a, Vector256<ulong> b, Vector256<ulong> c, Vector256<ulong> d, Span<Vector256<ulong>> to)
    {
        Vector256<ulong> evenLeft = Avx2.UnpackLow(a, b), oddLeft = Avx2.UnpackHigh(a, b);
        Vector256<ulong> evenRight = Avx2.UnpackLow(c, d), oddRight = Avx2.UnpackHigh(c, d);
        to[0] = Avx2.Permute2x128(evenLeft, evenRight, 0x20);
        to[1] = Avx2.Permute2x128(oddLeft, oddRight, 0x20);
        to[2] = Avx2.Permute2x128(evenLeft, evenRight, 0x31);
        to[3] = Avx2.Permute2x128(oddLeft, oddRight, 0x31);
    }
}
