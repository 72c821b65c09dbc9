using System.Buffers.Binary;
using System.Text;
using Opml.Mips.Elf;

namespace Opml.Mips.Tests.Elf;

/// <summary>A copy of a good 32-bit big-endian ELF file whose fields a test changes one at a time.</summary>
public sealed class ElfEditor(byte[] file)
{
    public const int SegmentFileOffset = 4, SegmentAddress = 8, SegmentFileSize = 16, SegmentMemorySize = 20, SegmentFlags = 24;
    public const int SectionType = 4, SectionOffset = 16, SectionSize = 20, SectionLink = 24, SectionEntrySize = 36;

    public byte[] Bytes { get; } = (byte[])file.Clone();

    public ElfEditor Byte(int offset, byte value)
    {
        Bytes[offset] = value;
        return this;
    }

    public ElfEditor Half(int offset, ushort value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(Bytes.AsSpan(offset), value);
        return this;
    }

    public ElfEditor Word(int offset, uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(Bytes.AsSpan(offset), value);
        return this;
    }

    public uint Word(int offset) => BinaryPrimitives.ReadUInt32BigEndian(Bytes.AsSpan(offset));

    public int Half(int offset) => BinaryPrimitives.ReadUInt16BigEndian(Bytes.AsSpan(offset));

    /// <summary>Sets a field of the program header of this index among those of the type LOAD.</summary>
    public ElfEditor Loaded(int index, int field, uint value) => Word(LoadedAt(index) + field, value);

    public uint Loaded(int index, int field) => Word(LoadedAt(index) + field);

    public ElfEditor Section(string name, int field, uint value) => Word(SectionAt(name) + field, value);

    public uint Section(string name, int field) => Word(SectionAt(name) + field);

    /// <summary>Replaces a text wherever it occurs by one of the same length.</summary>
    public ElfEditor Text(string old, string replacement)
    {
        Assert.Equal(old.Length, replacement.Length);
        byte[] from = Encoding.ASCII.GetBytes(old), to = Encoding.ASCII.GetBytes(replacement);
        int at = Bytes.AsSpan().IndexOf(from);
        Assert.True(at >= 0);
        for (int next = 0; next >= 0; at += next)
        {
            to.CopyTo(Bytes, at);
            next = Bytes.AsSpan(at).IndexOf(from);
        }

        return this;
    }

    /// <summary>Changes the type of the first program header that is not loaded.</summary>
    public ElfEditor Unloaded(uint type)
    {
        for (int i = 0, at = (int)Word(28); i < Half(44); i++, at += 32)
            if (Word(at) != ElfSegment.TypeLoad) return Word(at, type);
        throw new InvalidOperationException("No such segment.");
    }

    private int LoadedAt(int index)
    {
        for (int i = 0, at = (int)Word(28); i < Half(44); i++, at += 32)
            if (Word(at) == ElfSegment.TypeLoad && index-- == 0) return at;
        throw new InvalidOperationException("No such segment.");
    }

    private int SectionAt(string name)
    {
        uint names = Word((int)Word(32) + Half(50) * 40 + SectionOffset);
        for (int i = 0, at = (int)Word(32); i < Half(48); i++, at += 40)
            if (Bytes.AsSpan((int)(names + Word(at))).StartsWith(Encoding.ASCII.GetBytes(name + '\0'))) return at;
        throw new InvalidOperationException("No section " + name);
    }
}
