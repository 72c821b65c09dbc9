using Opml.Mips.Elf;
using Opml.Mips.Image;
using Opml.Mips.Memory;

namespace Opml.Fuzz.Targets;

/// <summary>ELF files on their way to an image, symbols included.</summary>
internal static class ElfTarget
{
    // A program's zeroed data are part of the image, which may end where the heap begins.
    public static FuzzTarget Create() => new("elf", Read, [typeof(MipsImageException)], Seeds, SeedFiles.Tokens(".symtab", ".strtab", "runtime.gcenable"))
    {
        BytesAtMost = MemoryMap.MaximumImageLength + FuzzTarget.Usual,
    };

    private static void Read(byte[] input)
    {
        MipsImage image = MipsImage.From(input, "fuzz");
        foreach (Symbol symbol in image.Symbols) image.Symbols.Locate(symbol.Address);
    }

    // A whole program is larger than an input may be: its head, and a file of our own with one segment.
    private static IEnumerable<byte[]> Seeds()
    {
        foreach (byte[] file in SeedFiles.In("elf"))
        {
            yield return file.Length <= Mutator.LengthAtMost ? file : file[..Mutator.LengthAtMost];
        }

        yield return TinyElf.Create();
    }
}
