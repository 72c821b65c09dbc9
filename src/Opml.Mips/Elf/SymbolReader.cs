namespace Opml.Mips.Elf;

/// <summary>Reads the symbol table of an ELF file (gABI, chapter 4, "Symbol Table").</summary>
internal static class SymbolReader
{
    private const int EntryLength = 16;
    private const byte TypeMask = 0xf;
    private const byte TypeFunction = 2;

    // The types kept: none (labels of assembly), object, function.
    private const byte LastType = TypeFunction;
    private const ushort SectionUndefined = 0;
    private const ushort SectionFirstReserved = 0xff00;

    /// <exception cref="ElfException">The table, its names or its links are not in order.</exception>
    public static SymbolTable Read(ElfFile file)
    {
        ElfSection? section = file.Sections.FirstOrDefault(s => s.Type == ElfSection.TypeSymbols);
        if (section is null) return SymbolTable.Empty;
        if (section.EntrySize != EntryLength || section.Size % EntryLength != 0)
        {
            throw new ElfException(ElfError.Malformed,
                $"The symbol table has {section.Size} bytes in entries of {section.EntrySize}; an entry is {EntryLength} bytes.");
        }

        if (section.Link == 0 || section.Link >= (uint)file.Sections.Count)
            throw new ElfException(ElfError.Malformed, $"The symbol table takes its names from section {section.Link}, which does not exist.");
        ElfBytes table = file.Contents(section);
        ElfBytes names = file.Contents(file.Sections[(int)section.Link]);

        // Names may share bytes, but a file in which they share most of them was made to take memory.
        long room = 1 << 20 | 4L * names.Length;
        var symbols = new List<Symbol>(table.Length / EntryLength);
        for (int at = 0; at < table.Length; at += EntryLength)
        {
            byte type = (byte)(table.Span[at + 12] & TypeMask);
            ushort home = table.Half(at + 14);
            uint nameOffset = table.Word(at);
            if (type > LastType || home is SectionUndefined or >= SectionFirstReserved || nameOffset == 0) continue;
            string name = names.Name(nameOffset, $"symbol {at / EntryLength}");
            if (name.Length == 0) continue;
            room -= name.Length;
            if (room < 0) throw new ElfException(ElfError.Malformed, "The names of the symbol table are far longer together than its string table.");
            symbols.Add(new Symbol(name, table.Word(at + 4), table.Word(at + 8), type == TypeFunction));
        }

        return new SymbolTable(symbols);
    }
}
