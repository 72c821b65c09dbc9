namespace Opml.Mips.Elf;

/// <summary>A section header with its name (gABI, chapter 4).</summary>
internal sealed record ElfSection(string Name, uint Type, uint Offset, uint Size, uint Link, uint EntrySize)
{
    public const uint TypeSymbols = 2;
    public const uint TypeNoBits = 8;
    public const uint TypeGnuAttributes = 0x6ffffff5;
    public const uint TypeMipsAbiFlags = 0x7000002a;
}
