using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Opml.Models.Sources;

namespace Opml.Models.PyTorch;

/// <summary>Reads a pickle's bytes front to back; whatever would read past the end is an error that says where.</summary>
internal sealed class PickleCursor(byte[] bytes, string source, string entry)
{
    private const int MaximumLine = 512;
    private const int LongestNumber = 64;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The number of the next byte.</summary>
    public int Position { get; private set; }

    /// <summary>Whether all bytes are read.</summary>
    public bool AtEnd => Position == bytes.Length;

    /// <summary>An error at the current position.</summary>
    public ModelFormatException Error(string problem) =>
        new($"'{source}', entry '{Printable.From(entry)}', before byte {Position}: {problem}");

    public byte Byte() => Take(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public double Double() => BinaryPrimitives.ReadDoubleBigEndian(Take(8));

    /// <summary>UTF-8 text of a length in bytes that the pickle states.</summary>
    public string Text(ulong length) => Decode(Take(length));

    /// <summary>Bytes of a length that the pickle states.</summary>
    public byte[] Bytes(ulong length) => Take(length).ToArray();

    /// <summary>A two's complement number of a stated number of bytes, little-endian (LONG1, LONG4).</summary>
    /// <returns>A long, or a BigInteger where that is too short.</returns>
    public object Long(ulong length)
    {
        if (length > LongestNumber)
            throw Error($"a number of {length} bytes, where at most {LongestNumber} make sense in a state_dict.");
        var value = new BigInteger(Take(length));
        return value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : value;
    }

    /// <summary>Text up to a line feed, which is consumed.</summary>
    public string Line()
    {
        int length = bytes.AsSpan(Position).IndexOf((byte)'\n');
        if (length is < 0 or > MaximumLine)
            throw Error("a name without an end; the file is truncated or damaged.");
        string text = Decode(Take((ulong)length));
        Position++;
        return text;
    }

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)(bytes.Length - Position))
            throw Error($"{count} bytes are announced and {bytes.Length - Position} are left; the file is truncated or damaged.");
        var taken = bytes.AsSpan(Position, (int)count);
        Position += (int)count;
        return taken;
    }

    private string Decode(ReadOnlySpan<byte> text)
    {
        try
        {
            return Utf8.GetString(text);
        }
        catch (DecoderFallbackException)
        {
            throw Error("text that is not UTF-8; the file is damaged.");
        }
    }
}
