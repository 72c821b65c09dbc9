using System.Numerics;
using System.Runtime.InteropServices;

namespace Opml.Models.Values;

/// <summary>
/// Little-endian values to float32, as PyTorch's <c>Tensor.float()</c> converts them: every conversion that rounds
/// rounds to nearest, ties to even. Signalling NaNs become quiet, except from bfloat16 and float32, whose bits are kept.
/// To float64, 64-bit integers are rounded so; everything else is exact.
/// </summary>
internal static class ValueConversion
{
    /// <summary>Converts <paramref name="raw"/>, which holds exactly as many values as <paramref name="target"/>. May swap it in place.</summary>
    public static void ToSingle(Span<byte> raw, TensorType type, Span<float> target)
    {
        ByteSwap.ToLittleEndian(raw, type);
        switch (type)
        {
            case TensorType.Float32:
                raw.CopyTo(MemoryMarshal.AsBytes(target));
                break;
            case TensorType.Float16:
                FromHalves(MemoryMarshal.Cast<byte, Half>(raw), target);
                break;
            case TensorType.BFloat16:
                FromBFloats(MemoryMarshal.Cast<byte, ushort>(raw), target);
                break;
            case TensorType.Float64:
                Each<double>(raw, target, static v => (float)v);
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
            case TensorType.Q8_0:
                BlockQ8.Dequantize(raw, target);
                break;
            case TensorType.Q4_0:
                BlockQ4.Dequantize(raw, target);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(type), type, "Unknown tensor type.");
        }
    }

    /// <summary>Whether a type has values that float32 does not.</summary>
    public static bool IsWide(TensorType type) =>
        type is TensorType.Float64 or TensorType.Int64 or TensorType.UInt64 or TensorType.Int32 or TensorType.UInt32;

    /// <summary>Converts values of a wide type. May swap them in place.</summary>
    public static void ToDouble(Span<byte> raw, TensorType type, Span<double> target)
    {
        ByteSwap.ToLittleEndian(raw, type);
        switch (type)
        {
            case TensorType.Float64:
                raw.CopyTo(MemoryMarshal.AsBytes(target));
                break;
            case TensorType.Int64:
                Each<long, double>(raw, target, static v => v);
                break;
            case TensorType.UInt64:
                Each<ulong, double>(raw, target, static v => v);
                break;
            case TensorType.Int32:
                Each<int, double>(raw, target, static v => v);
                break;
            case TensorType.UInt32:
                Each<uint, double>(raw, target, static v => v);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(type), type, "No wide type.");
        }
    }

    private static void Each<T>(ReadOnlySpan<byte> raw, Span<float> target, Func<T, float> convert)
        where T : unmanaged => Each<T, float>(raw, target, convert);

    private static void Each<TFrom, TTo>(ReadOnlySpan<byte> raw, Span<TTo> target, Func<TFrom, TTo> convert)
        where TFrom : unmanaged
    {
        var values = MemoryMarshal.Cast<byte, TFrom>(raw);
        for (int i = 0; i < values.Length; i++)
            target[i] = convert(values[i]);
    }

    private static void FromHalves(ReadOnlySpan<Half> values, Span<float> target)
    {
        int i = 0;
        if (BitConverter.IsLittleEndian && values.Length >= Vector<ushort>.Count)
        {
            // Exponent and significand move 13 bits up; a product with 2^112 (exact: it only moves the exponent, and
            // makes numbers of subnormals) sets the exponent's base right. Infinities and NaNs are put in after it.
            var bits = MemoryMarshal.Cast<Half, ushort>(values);
            var result = MemoryMarshal.Cast<float, uint>(target);
            for (; i <= bits.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
            {
                Vector.Widen(new Vector<ushort>(bits[i..]), out var low, out var high);
                FromHalves(low).CopyTo(result[i..]);
                FromHalves(high).CopyTo(result[(i + Vector<uint>.Count)..]);
            }
        }

        for (; i < values.Length; i++)
            target[i] = FromHalf(BitConverter.HalfToUInt16Bits(values[i]));
    }

    private static Vector<uint> FromHalves(Vector<uint> half)
    {
        var magnitude = half & new Vector<uint>(0x7fff);
        var sign = Vector.ShiftLeft(half & new Vector<uint>(0x8000), 16);
        var shifted = Vector.ShiftLeft(magnitude, 13);
        var scale = new Vector<float>(BitConverter.UInt32BitsToSingle((127 + 112) << 23));
        var number = Vector.AsVectorUInt32(Vector.AsVectorSingle(shifted) * scale);
        var quiet = shifted | new Vector<uint>(0x7fc0_0000);
        var special = Vector.ConditionalSelect(Vector.GreaterThan(magnitude, new Vector<uint>(0x7c00)), quiet, new Vector<uint>(0x7f80_0000));
        return sign | Vector.ConditionalSelect(Vector.GreaterThanOrEqual(magnitude, new Vector<uint>(0x7c00)), special, number);
    }

    private static void FromBFloats(ReadOnlySpan<ushort> values, Span<float> target)
    {
        var result = MemoryMarshal.Cast<float, uint>(target);
        int i = 0;
        for (; i <= values.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            Vector.Widen(new Vector<ushort>(values[i..]), out var low, out var high);
            Vector.ShiftLeft(low, 16).CopyTo(result[i..]);
            Vector.ShiftLeft(high, 16).CopyTo(result[(i + Vector<uint>.Count)..]);
        }

        for (; i < values.Length; i++)
            result[i] = (uint)values[i] << 16;
    }

    /// <summary>A binary16: exact for every number; a NaN keeps its sign and payload and is made quiet, on every processor alike.</summary>
    internal static float FromHalf(ushort bits)
    {
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
