using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Opml.Mips.Memory;

namespace Opml.Mips.Insight;

/// <summary>Some of a guest's memory at some step.</summary>
/// <param name="Address">Address of the first byte.</param>
/// <param name="Location">The symbol there, or the register or name that led there; null where there is none.</param>
/// <param name="Format">What <see cref="Value"/> reads the bytes as.</param>
/// <param name="Bytes">The bytes.</param>
public sealed record MemorySlice(uint Address, string? Location, MemoryFormat Format, byte[] Bytes)
{
    /// <summary>The most bytes of one slice: 64 MiB.</summary>
    public const int MaximumLength = 1 << 26;

    private const int BytesALine = 16;

    /// <summary>Bytes in the slice.</summary>
    public int Length => Bytes.Length;

    /// <summary>The bytes as <see cref="Format"/> has them: uint[], byte[], string or float[]. Bytes that fill no word are left out.</summary>
    public object Value => Format switch
    {
        MemoryFormat.Word => Words(BinaryPrimitives.ReadUInt32BigEndian),
        MemoryFormat.Tensor => Words(BinaryPrimitives.ReadSingleBigEndian),
        MemoryFormat.Text => Encoding.UTF8.GetString(Bytes.AsSpan()[..(Array.IndexOf(Bytes, (byte)0) is >= 0 and int end ? end : Bytes.Length)]),
        _ => Bytes,
    };

    /// <summary>Reads a slice.</summary>
    /// <param name="memory">The guest's memory.</param>
    /// <param name="address">Where it begins.</param>
    /// <param name="location">Kept as <see cref="Location"/>.</param>
    /// <param name="length">Bytes; what would lie past the end of memory is left out.</param>
    /// <param name="format">What it is read as.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative, or over <see cref="MaximumLength"/>.</exception>
    public static MemorySlice Read(AddressSpace memory, uint address, string? location, int length, MemoryFormat format)
    {
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, MaximumLength);
        byte[] bytes = new byte[Math.Min(length, (1L << 32) - address)];
        memory.Read(address, bytes);
        return new MemorySlice(address, location, format, bytes);
    }

    /// <summary>Address and place, then the value, sixteen bytes a line but for text.</summary>
    public override string ToString()
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"0x{Address:x8} {Location}");
        if (Format == MemoryFormat.Text) return text.Append('\n').Append((string)Value).ToString();
        for (int at = 0; at < Bytes.Length; at += BytesALine)
        {
            ReadOnlySpan<byte> line = Bytes.AsSpan(at, Math.Min(BytesALine, Bytes.Length - at));
            text.Append(CultureInfo.InvariantCulture, $"\n  {Address + (uint)at:x8}:");
            int width = Format == MemoryFormat.Byte ? 1 : sizeof(uint);
            for (int i = 0; i + width <= line.Length; i += width)
            {
                text.Append(' ');
                if (Format == MemoryFormat.Tensor) text.Append(BinaryPrimitives.ReadSingleBigEndian(line[i..]).ToString("R", CultureInfo.InvariantCulture));
                else text.Append(Convert.ToHexStringLower(line.Slice(i, width)));
            }
        }
        return text.ToString();
    }

    private T[] Words<T>(Reader<T> read)
    {
        var words = new T[Bytes.Length / 4];
        for (int i = 0; i < words.Length; i++) words[i] = read(Bytes.AsSpan(4 * i, 4));
        return words;
    }

    private delegate T Reader<T>(ReadOnlySpan<byte> word);
}
