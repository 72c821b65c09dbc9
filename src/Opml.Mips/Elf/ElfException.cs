namespace Opml.Mips.Elf;

/// <summary>A file that cannot be read as ELF; the message says where and why.</summary>
internal sealed class ElfException(ElfError error, string message) : FormatException(message)
{
    public ElfError Error { get; } = error;
}
