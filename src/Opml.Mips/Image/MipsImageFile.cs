using Opml.Mips.Elf;

namespace Opml.Mips.Image;

/// <summary>A program image and the file that it was written to.</summary>
/// <param name="Path">Full path of the flat image.</param>
/// <param name="Source">The ELF file, or the flat image, that it was made from.</param>
/// <param name="Image">The image.</param>
public sealed record MipsImageFile(string Path, string Source, MipsImage Image)
{
    /// <summary>Bytes in the image.</summary>
    public int Length => Image.Length;

    /// <summary>Where the start-up stub jumps to.</summary>
    public uint EntryPoint => Image.EntryPoint;

    /// <summary>The program's symbols.</summary>
    public SymbolTable Symbols => Image.Symbols;
}
