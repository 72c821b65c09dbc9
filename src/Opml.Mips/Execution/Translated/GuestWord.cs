using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Opml.Mips.Execution.Translated;

/// <summary>Big-endian words in the host's memory.</summary>
internal static unsafe class GuestWord
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Read(nint entry, uint address) => Read(entry + (nint)address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Read(nint host)
    {
        uint word = *(uint*)host;
        return BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(word) : word;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(nint entry, uint address, uint word) =>
        *(uint*)(entry + (nint)address) = BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(word) : word;
}
