using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Opml.Mips.Commitment.Kernels;

/// <summary>
/// Two states in 128-bit vectors, in operations that every vector unit has (arm64's AdvSimd, x64's SSE2).
/// .NET 10 does not expose arm64's SHA3 instructions (EOR3, RAX1, BCAX).
/// </summary>
internal readonly struct Lanes128 : ILanes<Vector128<ulong>>
{
    public static bool IsSupported => Vector128.IsHardwareAccelerated && BitConverter.IsLittleEndian;

    public static int Count => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Broadcast(ulong value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Xor(Vector128<ulong> a, Vector128<ulong> b) => a ^ b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Xor(Vector128<ulong> a, Vector128<ulong> b, Vector128<ulong> c) => a ^ b ^ c;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> RotateLeft(Vector128<ulong> value, [ConstantExpected] byte count) => (value << count) | (value >>> (64 - count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Chi(Vector128<ulong> a, Vector128<ulong> b, Vector128<ulong> c) => a ^ Vector128.AndNot(c, b);

    public static void Load(ReadOnlySpan<byte> pairs, Span<Vector128<ulong>> words)
    {
        ReadOnlySpan<Vector128<ulong>> rows = MemoryMarshal.Cast<byte, Vector128<ulong>>(pairs);
        for (int i = 0; i < 4; i++)
            Transpose(rows[i], rows[i + 4], out words[2 * i], out words[(2 * i) + 1]);
    }

    public static void Store(ReadOnlySpan<Vector128<ulong>> words, Span<byte> digests)
    {
        Span<Vector128<ulong>> rows = MemoryMarshal.Cast<byte, Vector128<ulong>>(digests);
        for (int i = 0; i < 2; i++)
            Transpose(words[2 * i], words[(2 * i) + 1], out rows[i], out rows[i + 2]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(Vector128<ulong> a, Vector128<ulong> b, out Vector128<ulong> low, out Vector128<ulong> high)
    {
        low = Vector128.Create(a.GetLower(), b.GetLower());
        high = Vector128.Create(a.GetUpper(), b.GetUpper());
    }
}
