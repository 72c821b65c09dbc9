using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Opml.Models;

/// <summary>
/// Raw values to float32, as PyTorch's <c>Tensor.float()</c> converts them: every conversion that rounds rounds to
/// nearest, ties to even. Signalling NaNs become quiet, except from bfloat16 and float32, whose bits are kept.
/// </summary>
internal static class ValueConversion
{
    private const int SwapBytes = 4096;

    /// <summary>Converts <paramref name="raw"/>, which holds exactly as many values as <paramref name="destination"/>.</summary>
    public static void ToSingle(ReadOnlySpan<byte> raw, TensorType type, ByteOrder order, Span<float> destination)
    {
        int size = type.ByteCount();
        bool native = (order == ByteOrder.Little) == BitConverter.IsLittleEndian;
        if (size == 1 || native)
        {
            Convert(raw, type, destination);
            return;
        }

        Span<byte> swapped = stackalloc byte[SwapBytes];
        while (!raw.IsEmpty)
        {
            int bytes = Math.Min(SwapBytes, raw.Length);
            Swap(raw[..bytes], swapped, size);
            Convert(swapped[..bytes], type, destination);
            raw = raw[bytes..];
            destination = destination[(bytes / size)..];
        }
    }

    private static void Swap(ReadOnlySpan<byte> source, Span<byte> target, int size)
    {
        if (size == 2)
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ushort>(source), MemoryMarshal.Cast<byte, ushort>(target));
        else if (size == 4)
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, uint>(source), MemoryMarshal.Cast<byte, uint>(target));
        else
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ulong>(source), MemoryMarshal.Cast<byte, ulong>(target));
    }

    private static void Convert(ReadOnlySpan<byte> raw, TensorType type, Span<float> target)
    {
        switch (type)
        {
            case TensorType.Float32:
                raw.CopyTo(MemoryMarshal.AsBytes(target));
                break;
            case TensorType.Float64:
                Each<double>(raw, target, static v => (float)v);
                break;
            case TensorType.Float16:
                Each<ushort>(raw, target, FromHalf);
                break;
            case TensorType.BFloat16:
                Each<ushort>(raw, target, static v => BitConverter.UInt32BitsToSingle((uint)v << 16));
                break;
            case TensorType.Float8E4M3:
                Each<byte>(raw, target, FromE4M3);
                break;
            case TensorType.Float8E5M2:
                Each<byte>(raw, target, static v => FromHalf((ushort)(v << 8)));
                break;
            case TensorType.Int64:
                Each<long>(raw, target, static v => (float)v);
                break;
            case TensorType.Int32:
                Each<int>(raw, target, static v => (float)v);
                break;
            case TensorType.Int16:
                Each<short>(raw, target, static v => v);
                break;
            case TensorType.Int8:
                Each<sbyte>(raw, target, static v => v);
                break;
            case TensorType.UInt64:
                Each<ulong>(raw, target, static v => (float)v);
                break;
            case TensorType.UInt32:
                Each<uint>(raw, target, static v => (float)v);
                break;
            case TensorType.UInt16:
                Each<ushort>(raw, target, static v => v);
                break;
            case TensorType.UInt8:
                Each<byte>(raw, target, static v => v);
                break;
            case TensorType.Boolean:
                Each<byte>(raw, target, static v => v == 0 ? 0f : 1f);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(type), type, "Unknown tensor type.");
        }
    }

    private static void Each<T>(ReadOnlySpan<byte> raw, Span<float> target, Func<T, float> convert)
        where T : unmanaged
    {
        var values = MemoryMarshal.Cast<byte, T>(raw);
        for (int i = 0; i < values.Length; i++)
            target[i] = convert(values[i]);
    }

    private static float FromHalf(ushort bits)
    {
        // Exact for every number; a NaN keeps its sign and payload and is made quiet, on every processor alike.
        if ((bits & 0x7fff) <= 0x7c00)
            return (float)BitConverter.UInt16BitsToHalf(bits);
        uint sign = (uint)(bits & 0x8000) << 16;
        uint payload = (uint)(bits & 0x3ff) << 13;
        return BitConverter.UInt32BitsToSingle(sign | 0x7fc0_0000 | payload);
    }

    private static float FromE4M3(byte bits)
    {
        int exponent = (bits >> 3) & 15;
        int significand = bits & 7;
        if ((bits & 0x7f) == 0x7f)
            return BitConverter.UInt32BitsToSingle(((uint)bits & 0x80) << 24 | 0x7fc0_0000);
        float magnitude = exponent == 0
            ? significand / 512f
            : BitConverter.UInt32BitsToSingle((uint)(exponent - 7 + 127) << 23 | (uint)significand << 20);
        return (bits & 0x80) == 0 ? magnitude : -magnitude;
    }
}
