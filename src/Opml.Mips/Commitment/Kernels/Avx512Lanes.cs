using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Opml.Mips.Commitment.Kernels;

/// <summary>Eight states in 512-bit vectors: x64 with AVX-512F.</summary>
internal readonly struct Avx512Lanes : ILanes<Vector512<ulong>>
{
    /// <summary>vpternlog's table of a ^ b ^ c (Intel SDM, volume 2, VPTERNLOGD): bit 4a + 2b + c is the result.</summary>
    internal const byte Parity = 0b1001_0110;

    /// <summary>vpternlog's table of a ^ (~b &amp; c).</summary>
    internal const byte ChiTable = 0b1101_0010;

    public static bool IsSupported => Avx512F.IsSupported;

    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Broadcast(ulong value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Xor(Vector512<ulong> a, Vector512<ulong> b) => Avx512F.Xor(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Xor(Vector512<ulong> a, Vector512<ulong> b, Vector512<ulong> c) => Avx512F.TernaryLogic(a, b, c, Parity);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> RotateLeft(Vector512<ulong> value, [ConstantExpected] byte count) => Avx512F.RotateLeft(value, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Chi(Vector512<ulong> a, Vector512<ulong> b, Vector512<ulong> c) => Avx512F.TernaryLogic(a, b, c, ChiTable);

    public static void Load(ReadOnlySpan<byte> pairs, Span<Vector512<ulong>> words)
    {
        // Interleaved neighbours hold even words (low) or odd ones (high) in 128-bit blocks; the blocks are transposed.
        ReadOnlySpan<Vector512<ulong>> rows = MemoryMarshal.Cast<byte, Vector512<ulong>>(pairs);
        TransposeBlocks(
            Avx512F.UnpackLow(rows[0], rows[1]),
            Avx512F.UnpackLow(rows[2], rows[3]),
            Avx512F.UnpackLow(rows[4], rows[5]),
            Avx512F.UnpackLow(rows[6], rows[7]),
            out words[0],
            out words[2],
            out words[4],
            out words[6]);
        TransposeBlocks(
            Avx512F.UnpackHigh(rows[0], rows[1]),
            Avx512F.UnpackHigh(rows[2], rows[3]),
            Avx512F.UnpackHigh(rows[4], rows[5]),
            Avx512F.UnpackHigh(rows[6], rows[7]),
            out words[1],
            out words[3],
            out words[5],
            out words[7]);
    }

    public static void Store(ReadOnlySpan<Vector512<ulong>> words, Span<byte> digests)
    {
        Span<Vector512<ulong>> rows = MemoryMarshal.Cast<byte, Vector512<ulong>>(digests);
        TransposeBlocks(
            Avx512F.UnpackLow(words[0], words[1]),
            Avx512F.UnpackLow(words[2], words[3]),
            Avx512F.UnpackHigh(words[0], words[1]),
            Avx512F.UnpackHigh(words[2], words[3]),
            out rows[0],
            out rows[1],
            out rows[2],
            out rows[3]);
    }

    /// <summary>A 4 × 4 matrix of 128-bit blocks, by rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeBlocks(
        Vector512<ulong> a,
        Vector512<ulong> b,
        Vector512<ulong> c,
        Vector512<ulong> d,
        out Vector512<ulong> first,
        out Vector512<ulong> second,
        out Vector512<ulong> third,
        out Vector512<ulong> fourth)
    {
        const byte Even = 0b10_00_10_00, Odd = 0b11_01_11_01;
        Vector512<ulong> evenAb = Avx512F.Shuffle4x128(a, b, Even), oddAb = Avx512F.Shuffle4x128(a, b, Odd);
        Vector512<ulong> evenCd = Avx512F.Shuffle4x128(c, d, Even), oddCd = Avx512F.Shuffle4x128(c, d, Odd);
        first = Avx512F.Shuffle4x128(evenAb, evenCd, Even);
        second = Avx512F.Shuffle4x128(oddAb, oddCd, Even);
        third = Avx512F.Shuffle4x128(evenAb, evenCd, Odd);
        fourth = Avx512F.Shuffle4x128(oddAb, oddCd, Odd);
    }
}
