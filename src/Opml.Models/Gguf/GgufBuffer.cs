using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Opml.Models.Gguf;

/// <summary>The bytes of a GGUF header as it is written, in one byte order.</summary>
internal sealed class GgufBuffer(ByteOrder order)
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    public void Raw(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

    public void UInt16(ushort value) => Number(value, sizeof(ushort));

    public void UInt32(uint value) => Number(value, sizeof(uint));

    public void UInt64(ulong value) => Number(value, sizeof(ulong));

    public void Text(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        UInt64((ulong)utf8.Length);
        Raw(utf8);
    }

    /// <summary>A metadata value: its type, then itself.</summary>
    /// <exception cref="ArgumentException">GGUF has no such type.</exception>
    public void Value(string key, object value)
    {
        if (value is not Array { Rank: 1 } array)
        {
            UInt32((uint)TypeOf(key, value.GetType()));
            One(value);
            return;
        }

        UInt32((uint)GgufValueType.Array);
        UInt32((uint)TypeOf(key, array.GetType().GetElementType()!));
        UInt64((ulong)array.LongLength);
        foreach (object item in array)
            One(item);
    }

    private static GgufValueType TypeOf(string key, Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Byte => GgufValueType.UInt8,
        TypeCode.SByte => GgufValueType.Int8,
        TypeCode.UInt16 => GgufValueType.UInt16,
        TypeCode.Int16 => GgufValueType.Int16,
        TypeCode.UInt32 => GgufValueType.UInt32,
        TypeCode.Int32 => GgufValueType.Int32,
        TypeCode.Single => GgufValueType.Float32,
        TypeCode.Boolean => GgufValueType.Bool,
        TypeCode.String => GgufValueType.String,
        TypeCode.UInt64 => GgufValueType.UInt64,
        TypeCode.Int64 => GgufValueType.Int64,
        TypeCode.Double => GgufValueType.Float64,
        _ => throw new ArgumentException($"Metadata '{key}' is of type {type}: GGUF has texts, truth values, numbers of up to 64 bits, and arrays of one of these."),
    };

    private void One(object value)
    {
        switch (value)
        {
            case byte number:
                Number(number, 1);
                break;
            case sbyte number:
                Number((byte)number, 1);
                break;
            case bool truth:
                Number(truth ? 1u : 0, 1);
                break;
            case ushort number:
                UInt16(number);
                break;
            case short number:
                UInt16((ushort)number);
                break;
            case uint number:
                UInt32(number);
                break;
            case int number:
                UInt32((uint)number);
                break;
            case float number:
                UInt32(BitConverter.SingleToUInt32Bits(number));
                break;
            case ulong number:
                UInt64(number);
                break;
            case long number:
                UInt64((ulong)number);
                break;
            case double number:
                UInt64(BitConverter.DoubleToUInt64Bits(number));
                break;
            default:
                Text((string)value);
                break;
        }
    }

    private void Number(ulong value, int size)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        if (order == ByteOrder.Little)
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        else
            BinaryPrimitives.WriteUInt64BigEndian(bytes, value << (64 - (8 * size)));
        Raw(bytes[..size]);
    }
}
