using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Opml.Ethereum.Abi;

/// <summary>Writes values: heads first, dynamic values behind them in order (Contract ABI Specification, "Formal Specification").</summary>
internal sealed class AbiEncoder
{
    private byte[] _buffer;
    private int _length;

    private AbiEncoder(int capacity) => _buffer = new byte[capacity];

    public static byte[] Encode(IReadOnlyList<AbiParameter> parameters, IReadOnlyList<object?> values, ReadOnlySpan<byte> prefix)
    {
        var encoder = new AbiEncoder(prefix.Length + parameters.Sum(p => p.Type.HeadSize + (p.Type.IsDynamic ? 96 : 0)));
        prefix.CopyTo(encoder._buffer);
        encoder._length = prefix.Length;
        encoder.WriteTuple(parameters, values, "the arguments");
        return encoder._buffer.AsSpan(0, encoder._length).ToArray();
    }

    private void WriteTuple(IReadOnlyList<AbiParameter> parameters, IReadOnlyList<object?> values, string name)
    {
        if (values.Count != parameters.Count)
            throw new AbiException($"{values.Count} values are given for {name}, but there are {parameters.Count}: {string.Join(", ", parameters)}.");

        var start = Reserve(parameters.Sum(p => p.Type.HeadSize));
        var head = start;
        for (var i = 0; i < parameters.Count; i++)
        {
            WriteItem(parameters[i].Type, values[i], start, head, Label(parameters[i], i));
            head += parameters[i].Type.HeadSize;
        }
    }

    private void WriteArray(AbiType element, IReadOnlyList<object?> values, string name)
    {
        var start = Reserve(checked(values.Count * element.HeadSize));
        for (var i = 0; i < values.Count; i++)
            WriteItem(element, values[i], start, start + i * element.HeadSize, Indexed(name, i));
    }

    private void WriteItem(AbiType type, object? value, int start, int head, string name)
    {
        if (type.IsDynamic)
        {
            WriteLength(head, _length - start);
            WriteTail(type, value, name);
        }
        else
        {
            WriteStatic(type, value, head, name);
        }
    }

    private void WriteTail(AbiType type, object? value, string name)
    {
        switch (type.Kind)
        {
            case AbiKind.Array:
                var items = AbiArgument.Items(value, type, name);
                WriteLength(Reserve(32), items.Count);
                WriteArray(type.Element!, items, name);
                break;
            case AbiKind.FixedArray:
                WriteArray(type.Element!, AbiArgument.Items(value, type, name), name);
                break;
            case AbiKind.Tuple:
                WriteTuple(type.Components, AbiArgument.Fields(value, type, name), name);
                break;
            case AbiKind.String:
                WriteBytes(Encoding.UTF8.GetBytes(AbiArgument.Text(value, type, name)));
                break;
            default:
                WriteBytes(AbiArgument.Bytes(value, type, name).Span);
                break;
        }
    }

    private void WriteStatic(AbiType type, object? value, int position, string name)
    {
        if (type.Kind == AbiKind.FixedArray)
        {
            var items = AbiArgument.Items(value, type, name);
            for (var i = 0; i < items.Count; i++)
                WriteStatic(type.Element!, items[i], position + i * type.Element!.HeadSize, Indexed(name, i));
        }
        else if (type.Kind == AbiKind.Tuple)
        {
            var fields = AbiArgument.Fields(value, type, name);
            for (var i = 0; i < fields.Count; i++)
            {
                WriteStatic(type.Components[i].Type, fields[i], position, Label(type.Components[i], i));
                position += type.Components[i].Type.HeadSize;
            }
        }
        else
        {
            AbiArgument.WriteWord(type, value, name, _buffer.AsSpan(position, 32));
        }
    }

    private void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        WriteLength(Reserve(32), bytes.Length);
        var position = Reserve(checked(bytes.Length + 31) & ~31);
        bytes.CopyTo(_buffer.AsSpan(position));
    }

    private void WriteLength(int position, int value) =>
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(position + 28), value);

    private int Reserve(int count)
    {
        var position = _length;
        _length = checked(_length + count);
        if (_length > _buffer.Length)
            Array.Resize(ref _buffer, (int)Math.Min(Array.MaxLength, Math.Max(_length, 2L * _buffer.Length)));
        return position;
    }

    private static string Label(AbiParameter parameter, int index) =>
        parameter.Name.Length > 0 ? parameter.Name : string.Create(CultureInfo.InvariantCulture, $"value {index}");

    private static string Indexed(string name, int index) => string.Create(CultureInfo.InvariantCulture, $"{name}[{index}]");
}
