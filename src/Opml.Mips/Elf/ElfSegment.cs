namespace Opml.Mips.Elf;

/// <summary>A program header (gABI, chapter 5). Addresses and sizes are bytes.</summary>
internal sealed record ElfSegment(uint Type, uint Offset, uint Address, uint FileSize, uint MemorySize, uint Flags)
{
    public const uint TypeLoad = 1;
    public const uint TypeDynamic = 2;
    public const uint TypeInterpreter = 3;
    public const uint TypeMipsAbiFlags = 0x70000003;
    public const uint FlagExecute = 1;

    /// <summary>End (exclusive) in memory; up to 2^33.</summary>
    public ulong End => (ulong)Address + MemorySize;

    /// <summary>For messages: the range, its end exclusive.</summary>
    public string Range => $"0x{Address:x8}..0x{End:x8}";
}
