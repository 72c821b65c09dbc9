using Opml.Models.Sources;

namespace Opml.Models.Onnx;

/// <summary>
/// Walks over the fields of one protobuf message, a stretch of a file (protobuf.dev, "Encoding"). Nothing is read
/// before it is asked for; groups, which ONNX does not use, are refused.
/// </summary>
internal sealed class ProtoReader(RandomBytes bytes, long start, long end)
{
    private const int LongestVarint = 10;

    private readonly ByteCursor _cursor = new(bytes, start, end);
    private long _contentEnd = start;

    /// <summary>The number of the current field.</summary>
    public int Field { get; private set; }

    /// <summary>How the current field is encoded.</summary>
    public WireType Type { get; private set; }

    /// <summary>The first byte of the current field's content, if it is of a length.</summary>
    public long Start { get; private set; }

    /// <summary>The content's length in bytes: that of the field's number, or as stated.</summary>
    public long Length { get; private set; }

    /// <summary>The value of a current field that is a number of variable length.</summary>
    public ulong Number { get; private set; }

    /// <summary>Goes to the next field.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Next()
    {
        _cursor.Skip((ulong)(_contentEnd - _cursor.Position));
        if (_cursor.Left == 0)
            return false;
        ulong tag = Varint();
        if (tag >> 3 is 0 or > (1 << 29) - 1)
            throw _cursor.Error($"a protobuf field numbered {tag >> 3}; the file is damaged, or no ONNX model.");
        Field = (int)(tag >> 3);
        Type = (WireType)(tag & 7);
        Start = _cursor.Position;
        Length = 0;
        switch (Type)
        {
            case WireType.Varint:
                Number = Varint();
                break;
            case WireType.Fixed64:
                Length = 8;
                break;
            case WireType.Fixed32:
                Length = 4;
                break;
            case WireType.Length:
                ulong length = Varint();
                Start = _cursor.Position;
                if (length > (ulong)_cursor.Left)
                    throw _cursor.Error($"{length} bytes are announced and {_cursor.Left} are left; the file is truncated or damaged.");
                Length = (long)length;
                break;
            default:
                throw _cursor.Error($"a protobuf field of wire type {(int)Type}, which ONNX does not use; the file is damaged, or no ONNX model.");
        }

        _contentEnd = Type == WireType.Varint ? _cursor.Position : Start + Length;
        if (_contentEnd > end)
            throw _cursor.Error("the file ends inside a number; it is truncated or damaged.");
        return true;
    }

    /// <summary>The current field as a message.</summary>
    public ProtoReader Message() => new(bytes, Require(WireType.Length).Start, Start + Length);

    /// <summary>The current field as text.</summary>
    public string Text(int limit) => new ByteCursor(bytes, Require(WireType.Length).Start, Start + Length).Text((ulong)Length, limit);

    /// <summary>The current field as whole numbers: one, or many packed ones.</summary>
    public IEnumerable<ulong> Numbers()
    {
        if (Type == WireType.Varint)
        {
            yield return Number;
            yield break;
        }

        var packed = new ProtoReader(bytes, Require(WireType.Length).Start, Start + Length);
        while (packed._cursor.Left > 0)
            yield return packed.Varint();
    }

    /// <summary>Requires an encoding of the current field.</summary>
    public ProtoReader Require(WireType type) =>
        Type == type ? this : throw _cursor.Error($"field {Field} is encoded as {Type}, where {type} is due; the file is damaged, or no ONNX model.");

    /// <summary>An error at the current position.</summary>
    public ModelFormatException Error(string problem) => _cursor.Error(problem);

    private ulong Varint()
    {
        ulong value = 0;
        for (int i = 0; i < LongestVarint; i++)
        {
            byte part = _cursor.Byte();
            value |= (ulong)(part & 0x7f) << (7 * i);
            if (part < 0x80)
                return value;
        }

        throw _cursor.Error("a number of over 10 bytes; the file is damaged, or no ONNX model.");
    }
}
