using System.Buffers.Binary;
using System.Text;

namespace Opml.Models.Sources;

/// <summary>Reads small things of a stretch of a file front to back; whatever would pass the stretch's end is an error that says where.</summary>
internal sealed class ByteCursor(RandomBytes bytes, long start, long end)
{
    private const int BufferSize = 1 << 13;

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly byte[] _buffer = new byte[BufferSize];
    private long _bufferStart;
    private int _bufferLength;

    /// <summary>The place of the next byte in the file.</summary>
    public long Position { get; private set; } = start;

    /// <summary>The end of the stretch.</summary>
    public long End => end;

    /// <summary>The bytes up to the stretch's end.</summary>
    public long Left => end - Position;

    /// <summary>The order of the bytes of numbers.</summary>
    public ByteOrder Order { get; set; } = ByteOrder.Little;

    /// <summary>An error at the current position.</summary>
    public ModelFormatException Error(string problem) => new($"'{bytes.Source}', before byte {Position}: {problem}");

    public byte Byte() => Take(1)[0];

    public ushort UInt16() => Order == ByteOrder.Little ? BinaryPrimitives.ReadUInt16LittleEndian(Take(2)) : BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    public uint UInt32() => Order == ByteOrder.Little ? BinaryPrimitives.ReadUInt32LittleEndian(Take(4)) : BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    public ulong UInt64() => Order == ByteOrder.Little ? BinaryPrimitives.ReadUInt64LittleEndian(Take(8)) : BinaryPrimitives.ReadUInt64BigEndian(Take(8));

    /// <summary>The next bytes, at most a buffer's, valid until the next call.</summary>
    public ReadOnlySpan<byte> Take(int count)
    {
        Require((ulong)count);
        if (Position < _bufferStart || Position + count > _bufferStart + _bufferLength)
        {
            _bufferStart = Position;
            _bufferLength = bytes.Fill(Position, _buffer.AsSpan(0, (int)Math.Min(BufferSize, Left)));
            if (_bufferLength < count)
                throw bytes.Shrunk();
        }

        var taken = _buffer.AsSpan((int)(Position - _bufferStart), count);
        Position += count;
        return taken;
    }

    /// <summary>Passes over bytes that must be there.</summary>
    public void Skip(ulong count)
    {
        Require(count);
        Position += (long)count;
    }

    /// <summary>UTF-8 text of a length in bytes that the file states.</summary>
    /// <param name="length">The length.</param>
    /// <param name="limit">The most that makes sense.</param>
    public string Text(ulong length, int limit)
    {
        if (length > (ulong)limit)
            throw Error($"a text of {length} bytes, where {limit} are the most; the file is damaged.");
        Require(length);
        try
        {
            if (length <= BufferSize)
                return s_utf8.GetString(Take((int)length));
            string text = s_utf8.GetString(bytes.ToArray(Position, (long)length));
            Position += (long)length;
            return text;
        }
        catch (DecoderFallbackException)
        {
            throw Error("text that is not UTF-8; the file is damaged.");
        }
    }

    private void Require(ulong count)
    {
        if (count > (ulong)Left)
            throw Error($"{count} bytes are announced and {Left} are left; the file is truncated or damaged.");
    }
}
