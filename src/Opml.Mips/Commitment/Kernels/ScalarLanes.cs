using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Opml.Mips.Commitment.Kernels;

/// <summary>One state, in general registers: any processor.</summary>
internal readonly struct ScalarLanes : ILanes<ulong>
{
    public static bool IsSupported => true;

    public static int Count => 1;

    public static ulong Broadcast(ulong value) => value;

    public static ulong Xor(ulong a, ulong b) => a ^ b;

    public static ulong Xor(ulong a, ulong b, ulong c) => a ^ b ^ c;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong RotateLeft(ulong value, [ConstantExpected] byte count) => BitOperations.RotateLeft(value, count);

    public static ulong Chi(ulong a, ulong b, ulong c) => a ^ (~b & c);

    public static void Load(ReadOnlySpan<byte> pairs, Span<ulong> words)
    {
        for (int i = 0; i < 8; i++) words[i] = BinaryPrimitives.ReadUInt64LittleEndian(pairs[(8 * i)..]);
    }

    public static void Store(ReadOnlySpan<ulong> words, Span<byte> digests)
    {
        for (int i = 0; i < 4; i++) BinaryPrimitives.WriteUInt64LittleEndian(digests[(8 * i)..], words[i]);
    }
}
