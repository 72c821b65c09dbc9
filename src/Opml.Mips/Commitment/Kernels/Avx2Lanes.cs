using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Opml.Mips.Commitment.Kernels;

/// <summary>Four states in 256-bit vectors: x64 with AVX2.</summary>
internal readonly struct Avx2Lanes : ILanes<Vector256<ulong>>
{
    public static bool IsSupported => Avx2.IsSupported;

    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Broadcast(ulong value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Xor(Vector256<ulong> a, Vector256<ulong> b) => Avx2.Xor(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Xor(Vector256<ulong> a, Vector256<ulong> b, Vector256<ulong> c) => Avx2.Xor(Avx2.Xor(a, b), c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> RotateLeft(Vector256<ulong> value, [ConstantExpected] byte count) =>
        (value << count) | (value >>> (64 - count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Chi(Vector256<ulong> a, Vector256<ulong> b, Vector256<ulong> c) => Avx2.Xor(a, Avx2.AndNot(b, c));

    public static void Load(ReadOnlySpan<byte> pairs, Span<Vector256<ulong>> words) => Transposition256.Load(pairs, words);

    public static void Store(ReadOnlySpan<Vector256<ulong>> words, Span<byte> digests) => Transposition256.Store(words, digests);
}
