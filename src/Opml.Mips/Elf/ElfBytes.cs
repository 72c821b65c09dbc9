using System.Buffers.Binary;
using System.Text;

namespace Opml.Mips.Elf;

/// <summary>The bytes of a file, or of a part of it, with every access checked and in the file's byte order.</summary>
internal readonly struct ElfBytes(ReadOnlyMemory<byte> bytes, bool isBigEndian)
{
    public int Length => bytes.Length;

    public ReadOnlySpan<byte> Span => bytes.Span;

    public ReadOnlyMemory<byte> Memory => bytes;

    /// <summary>A part of the file; <paramref name="what"/> names it in the error.</summary>
    /// <exception cref="ElfException">It does not lie within the file.</exception>
    public ElfBytes Slice(uint offset, ulong length, string what)
    {
        if (offset + length > (ulong)bytes.Length)
        {
            throw new ElfException(ElfError.Truncated,
                $"The file is cut short: {what} is {length} bytes at offset {offset}, but the file has {bytes.Length} bytes.");
        }

        return new ElfBytes(bytes.Slice((int)offset, (int)length), isBigEndian);
    }

    public ushort Half(int offset) => isBigEndian
        ? BinaryPrimitives.ReadUInt16BigEndian(Span[offset..])
        : BinaryPrimitives.ReadUInt16LittleEndian(Span[offset..]);

    public uint Word(int offset) => isBigEndian
        ? BinaryPrimitives.ReadUInt32BigEndian(Span[offset..])
        : BinaryPrimitives.ReadUInt32LittleEndian(Span[offset..]);

    /// <summary>The zero-terminated name at an offset of a string table.</summary>
    /// <exception cref="ElfException">It begins past the table, or has no end in it.</exception>
    public string Name(uint offset, string what)
    {
        ReadOnlySpan<byte> rest = offset < (uint)Length ? Span[(int)offset..] : default;
        int end = rest.IndexOf((byte)0);
        if (end < 0)
            throw new ElfException(ElfError.Malformed, $"The name of {what} at offset {offset} is not in its string table of {Length} bytes.");
        return Encoding.UTF8.GetString(rest[..end]);
    }
}
