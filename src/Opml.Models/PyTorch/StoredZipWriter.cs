using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Opml.Models.PyTorch;

/// <summary>
/// A zip file of stored entries whose data begin at multiples of 64 bytes, as PyTorch lays them out so that they can be
/// mapped; System.IO.Compression cannot place padding. Fixed dates, so equal content gives equal bytes (PKWARE APPNOTE
/// 4.3.7, 4.3.12, 4.3.16).
/// </summary>
internal sealed class StoredZipWriter(Stream stream)
{
    private const int Alignment = 64;
    private const int LocalHeaderSize = 30;
    private const int CentralHeaderSize = 46;
    private const int EndSize = 22;
    private const int ExtraHeaderSize = 4;
    private const ushort PaddingId = 0x4246;
    private const ushort VersionNeeded = 20;
    private const ushort Utf8Names = 0x0800;
    private const ushort FirstOfJanuary1980 = 0x0021;

    private readonly ArrayBufferWriter<byte> _directory = new();
    private long _position;
    private int _count;

    /// <summary>Writes an entry.</summary>
    public void Add(string name, ReadOnlySpan<byte> data)
    {
        byte[] nameBytes = Encoding.UTF8.GetBytes(name);
        long headerEnd = _position + LocalHeaderSize + nameBytes.Length + ExtraHeaderSize;
        int padding = (int)(-headerEnd & (Alignment - 1));
        if (headerEnd + padding + data.Length > uint.MaxValue || _count == ushort.MaxValue - 1)
            throw new ModelFormatException("The model is too large for a state_dict file of this writer: 4 GiB and 65,534 tensors are the most.");
        uint crc = Crc32.HashToUInt32(data);

        Span<byte> local = stackalloc byte[LocalHeaderSize];
        BinaryPrimitives.WriteUInt32LittleEndian(local, 0x04034b50);
        WriteCommon(local[4..], nameBytes.Length, data.Length, crc, ExtraHeaderSize + padding);

        Span<byte> central = stackalloc byte[CentralHeaderSize];
        central.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(central, 0x02014b50);
        BinaryPrimitives.WriteUInt16LittleEndian(central[4..], VersionNeeded);
        WriteCommon(central[6..], nameBytes.Length, data.Length, crc, 0);
        BinaryPrimitives.WriteUInt32LittleEndian(central[42..], (uint)_position);
        _directory.Write(central);
        _directory.Write(nameBytes);
        _count++;

        Span<byte> extra = stackalloc byte[ExtraHeaderSize + Alignment];
        extra.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(extra, PaddingId);
        BinaryPrimitives.WriteUInt16LittleEndian(extra[2..], (ushort)padding);
        Write(local);
        Write(nameBytes);
        Write(extra[..(ExtraHeaderSize + padding)]);
        Write(data);
    }

    /// <summary>Writes the directory.</summary>
    public void Finish()
    {
        var directory = _directory.WrittenSpan;
        if (_position + directory.Length > uint.MaxValue)
            throw new ModelFormatException("The model is too large for a state_dict file of this writer: 4 GiB are the most.");
        Span<byte> end = stackalloc byte[EndSize];
        end.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(end, 0x06054b50);
        BinaryPrimitives.WriteUInt16LittleEndian(end[8..], (ushort)_count);
        BinaryPrimitives.WriteUInt16LittleEndian(end[10..], (ushort)_count);
        BinaryPrimitives.WriteUInt32LittleEndian(end[12..], (uint)directory.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(end[16..], (uint)_position);
        Write(directory);
        Write(end);
    }

    // The 26 bytes that the local and the central header share, from "version needed" to "extra length".
    private static void WriteCommon(Span<byte> header, int nameLength, int length, uint crc, int extraLength)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(header, VersionNeeded);
        BinaryPrimitives.WriteUInt16LittleEndian(header[2..], Utf8Names);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], 0);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], 0);
        BinaryPrimitives.WriteUInt16LittleEndian(header[8..], FirstOfJanuary1980);
        BinaryPrimitives.WriteUInt32LittleEndian(header[10..], crc);
        BinaryPrimitives.WriteUInt32LittleEndian(header[14..], (uint)length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[18..], (uint)length);
        BinaryPrimitives.WriteUInt16LittleEndian(header[22..], (ushort)nameLength);
        BinaryPrimitives.WriteUInt16LittleEndian(header[24..], (ushort)extraLength);
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        stream.Write(bytes);
        _position += bytes.Length;
    }
}
