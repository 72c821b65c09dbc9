using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Opml.Models.Values;

/// <summary>Turns the byte order of values around.</summary>
internal static class ByteSwap
{
    /// <summary>Swaps whole values, or whole blocks, in place.</summary>
    public static void InPlace(Span<byte> bytes, TensorType type)
    {
        if (type is TensorType.Q8_0 or TensorType.Q4_0)
        {
            // Only the scale, a binary16 at the block's beginning, has an order.
            int block = type.ByteCount();
            for (int at = 0; at < bytes.Length; at += block)
                (bytes[at], bytes[at + 1]) = (bytes[at + 1], bytes[at]);
            return;
        }

        switch (type.ByteCount())
        {
            case 2:
                var halves = MemoryMarshal.Cast<byte, ushort>(bytes);
                BinaryPrimitives.ReverseEndianness(halves, halves);
                break;
            case 4:
                var words = MemoryMarshal.Cast<byte, uint>(bytes);
                BinaryPrimitives.ReverseEndianness(words, words);
                break;
            case 8:
                var longs = MemoryMarshal.Cast<byte, ulong>(bytes);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
            default:
                break;
        }
    }

    /// <summary>Turns values of the machine's own order into little-endian ones, or back.</summary>
    public static void ToLittleEndian(Span<byte> bytes, TensorType type)
    {
        if (!BitConverter.IsLittleEndian)
            InPlace(bytes, type);
    }
}
