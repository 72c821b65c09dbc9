using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Opml.Mips.Commitment.Kernels;

/// <summary>Four states in 256-bit vectors: x64 with AVX-512VL, which rotates and combines three operands at once.</summary>
internal readonly struct Avx512VLLanes : ILanes<Vector256<ulong>>
{
    public static bool IsSupported => Avx512F.VL.IsSupported;

    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Broadcast(ulong value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Xor(Vector256<ulong> a, Vector256<ulong> b) => Avx2.Xor(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Xor(Vector256<ulong> a, Vector256<ulong> b, Vector256<ulong> c) =>
        Avx512F.VL.TernaryLogic(a, b, c, Avx512Lanes.Parity);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> RotateLeft(Vector256<ulong> value, [ConstantExpected] byte count) => Avx512F.VL.RotateLeft(value, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Chi(Vector256<ulong> a, Vector256<ulong> b, Vector256<ulong> c) =>
        Avx512F.VL.TernaryLogic(a, b, c, Avx512Lanes.ChiTable);

    public static void Load(ReadOnlySpan<byte> pairs, Span<Vector256<ulong>> words) => Transposition256.Load(pairs, words);

    public static void Store(ReadOnlySpan<Vector256<ulong>> words, Span<byte> digests) => Transposition256.Store(words, digests);
}
