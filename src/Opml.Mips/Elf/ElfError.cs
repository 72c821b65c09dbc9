namespace Opml.Mips.Elf;

/// <summary>Why a file cannot be read as ELF.</summary>
internal enum ElfError
{
    /// <summary>It does not begin with the ELF magic.</summary>
    NotElf,

    /// <summary>A part that the headers name lies past the end of the file.</summary>
    Truncated,

    /// <summary>The headers contradict themselves or the specification.</summary>
    Malformed,
}
