using System.Buffers.Binary;

namespace Opml.Mips.Tests.World;

/// <summary>Static big-endian MIPS-32 ELF files, for a loader that maps segments where they say.</summary>
internal static class GuestElf
{
    private const int HeaderSize = 52;
    private const int SegmentSize = 32;
    private const int PageSize = 0x1000;

    /// <summary>A program of these bytes, readable, writable and executable, that starts at its first.</summary>
    public static byte[] Bare(uint address, byte[] bytes)
    {
        byte[] header = new byte[HeaderSize];
        ((ReadOnlySpan<byte>)[0x7f, (byte)'E', (byte)'L', (byte)'F', 1, 2, 1]).CopyTo(header);
        Half(header, 16, 2); // executable
        Half(header, 18, 8); // MIPS
        Word(header, 20, 1);
        Word(header, 24, address);
        Word(header, 36, 0x5000_1000); // MIPS32, o32
        Half(header, 40, HeaderSize);
        Half(header, 42, SegmentSize);
        return WithRanges(header, [(address, bytes)]);
    }

    /// <summary>The file with further segments of data at the given addresses, which are multiples of the page size.</summary>
    public static byte[] WithRanges(byte[] elf, params (uint Address, byte[] Bytes)[] ranges)
    {
        int oldTable = (int)BinaryPrimitives.ReadUInt32BigEndian(elf.AsSpan(28)), oldCount = BinaryPrimitives.ReadUInt16BigEndian(elf.AsSpan(44));
        List<byte> file = [.. elf];
        var table = new List<byte>(elf.AsSpan(oldTable, oldCount * SegmentSize).ToArray());
        foreach ((uint address, byte[] bytes) in ranges)
        {
            file.AddRange(new byte[-file.Count & (PageSize - 1)]);
            byte[] segment = new byte[SegmentSize];
            Word(segment, 0, 1); // LOAD
            Word(segment, 4, (uint)file.Count);
            Word(segment, 8, address);
            Word(segment, 12, address);
            Word(segment, 16, (uint)bytes.Length);
            Word(segment, 20, (uint)bytes.Length);
            Word(segment, 24, 7);
            Word(segment, 28, PageSize);
            table.AddRange(segment);
            file.AddRange(bytes);
        }
        file.AddRange(new byte[-file.Count & (PageSize - 1)]);
        byte[] result = [.. file, .. table];
        Word(result, 28, (uint)file.Count);
        Half(result, 44, (ushort)(oldCount + ranges.Length));
        return result;
    }

    private static void Word(byte[] bytes, int offset, uint value) => BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(offset), value);

    private static void Half(byte[] bytes, int offset, ushort value) => BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(offset), value);
}
