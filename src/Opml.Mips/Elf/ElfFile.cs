namespace Opml.Mips.Elf;

/// <summary>
/// A 32-bit ELF file of either byte order: its headers, every part of the file that they name checked to lie within it.
/// After System V gABI edition 4.1, chapters 4 and 5.
/// </summary>
internal sealed class ElfFile
{
    private const int HeaderLength = 52;
    private const int SegmentHeaderLength = 32;
    private const int SectionHeaderLength = 40;

    private readonly ElfBytes _file;

    private ElfFile(ElfIdentity identity, ElfBytes file)
    {
        _file = file;
        Identity = identity;
        ElfBytes header = file.Slice(0, HeaderLength, "the ELF header");
        EntryPoint = header.Word(24);
        Flags = header.Word(36);
        Segments = ReadSegments(header.Word(28), header.Half(42), header.Half(44));
        Sections = ReadSections(header.Word(32), header.Half(46), header.Half(48), header.Half(50));
        Symbols = SymbolReader.Read(this);
    }

    public ElfIdentity Identity { get; }

    /// <summary>e_entry.</summary>
    public uint EntryPoint { get; }

    /// <summary>e_flags.</summary>
    public uint Flags { get; }

    public IReadOnlyList<ElfSegment> Segments { get; }

    public IReadOnlyList<ElfSection> Sections { get; }

    /// <summary>The named functions, objects and labels of the symbol table; empty when the file was stripped.</summary>
    public SymbolTable Symbols { get; }

    /// <summary>Reads a file whose identity says 32 bits. The bytes are kept, not copied.</summary>
    /// <exception cref="ElfException">The file is cut short or its headers are not in order.</exception>
    public static ElfFile Read(ReadOnlyMemory<byte> file)
    {
        ElfIdentity identity = ElfIdentity.Read(file.Span);
        if (identity.Is64Bit) throw new ArgumentException("This reader is for 32-bit ELF files; look at the identity first.", nameof(file));
        return new ElfFile(identity, new ElfBytes(file, identity.IsBigEndian));
    }

    /// <summary>The bytes of a segment that are in the file.</summary>
    public ElfBytes Contents(ElfSegment segment) => _file.Slice(segment.Offset, segment.FileSize, "a segment");

    /// <summary>The contents of a section; none for one that takes no room in the file.</summary>
    public ElfBytes Contents(ElfSection section) =>
        _file.Slice(section.Offset, section.Type == ElfSection.TypeNoBits ? 0 : section.Size, "section " + section.Name);

    public ElfSection? FindSection(string name) => Sections.FirstOrDefault(section => section.Name == name);

    private ElfSegment[] ReadSegments(uint offset, ushort entryLength, ushort count)
    {
        if (count == 0) return [];
        ElfBytes table = ReadTable(offset, entryLength, SegmentHeaderLength, count, "program header");
        var segments = new ElfSegment[count];
        for (int i = 0; i < count; i++)
        {
            int at = i * SegmentHeaderLength;
            var segment = new ElfSegment(
                table.Word(at), table.Word(at + 4), table.Word(at + 8), table.Word(at + 16), table.Word(at + 20), table.Word(at + 24));
            _file.Slice(segment.Offset, segment.FileSize, $"segment {i}");
            if (segment.Type == ElfSegment.TypeLoad && segment.FileSize > segment.MemorySize)
            {
                throw new ElfException(ElfError.Malformed,
                    $"Segment {i} has {segment.FileSize} bytes in the file but only {segment.MemorySize} in memory.");
            }

            segments[i] = segment;
        }

        return segments;
    }

    private ElfSection[] ReadSections(uint offset, ushort entryLength, ushort count, ushort namesIndex)
    {
        if (offset == 0) return [];
        if (count == 0) throw new ElfException(ElfError.Malformed, "The file has a section header table of no sections.");
        ElfBytes table = ReadTable(offset, entryLength, SectionHeaderLength, count, "section header");
        if (namesIndex >= count)
            throw new ElfException(ElfError.Malformed, $"The section names are said to be in section {namesIndex} of {count}.");
        ElfBytes names = Named(table, namesIndex, "names").Contents;
        var sections = new ElfSection[count];
        for (int i = 0; i < count; i++)
        {
            string name = namesIndex == 0 ? "" : names.Name(table.Word(i * SectionHeaderLength), $"section {i}");
            sections[i] = Named(table, i, name).Section;
        }

        return sections;
    }

    private (ElfSection Section, ElfBytes Contents) Named(ElfBytes table, int index, string name)
    {
        int at = index * SectionHeaderLength;
        uint type = table.Word(at + 4);
        // Section 0 is the null section, which has no contents whatever its fields say.
        uint size = index == 0 ? 0 : table.Word(at + 20);
        uint offset = index == 0 || type == ElfSection.TypeNoBits ? 0 : table.Word(at + 16);
        var section = new ElfSection(name, type, offset, size, table.Word(at + 24), table.Word(at + 36));
        return (section, _file.Slice(offset, type == ElfSection.TypeNoBits ? 0 : size, $"section {index} ({name})"));
    }

    private ElfBytes ReadTable(uint offset, ushort entryLength, int expectedLength, ushort count, string what)
    {
        if (entryLength != expectedLength)
            throw new ElfException(ElfError.Malformed, $"The {what}s are said to be {entryLength} bytes each; they are {expectedLength}.");
        return _file.Slice(offset, (ulong)count * (uint)expectedLength, $"the {what} table");
    }
}
