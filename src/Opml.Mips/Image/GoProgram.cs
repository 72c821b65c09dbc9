using System.Buffers.Binary;
using Opml.Mips.Elf;

namespace Opml.Mips.Image;

/// <summary>What the converter has to know of Go: which files are Go's, and what to patch in them.</summary>
internal static class GoProgram
{
    private static readonly string[] s_sections = [".go.buildinfo", ".gopclntab", ".note.go.buildid"];

    /// <summary>What begins Go's build information (package debug/buildinfo), also in a file without section headers.</summary>
    private static readonly byte[] s_buildInfoMagic = [0xff, .. " Go buildinf:"u8];

    /// <summary>Whether Go's linker made the file.</summary>
    public static bool IsGo(ElfFile file)
    {
        if (file.Sections.Any(section => s_sections.Contains(section.Name))) return true;
        foreach (ElfSegment segment in file.Segments)
            if (segment.Type == ElfSegment.TypeLoad && file.Contents(segment).Span.IndexOf(s_buildInfoMagic) >= 0) return true;
        return false;
    }

    /// <summary>Whether the build information says GOMIPS=hardfloat.</summary>
    public static bool IsHardFloat(ElfFile file) =>
        file.FindSection(".go.buildinfo") is { } section && file.Contents(section).Span.IndexOf("GOMIPS=hardfloat"u8) >= 0;

    /// <summary>Patches the functions of <see cref="GoPatch.All"/> in a program's flat bytes.</summary>
    /// <exception cref="MipsImageException">The symbols are missing, or a function is not as expected.</exception>
    public static void Patch(ElfFile file, Span<byte> image)
    {
        if (!file.Symbols.Any(symbol => symbol.IsFunction))
        {
            throw new MipsImageException(ImageError.StrippedGo,
                "This Go program has no symbol table; the converter needs it to patch Go's runtime for the machine, which has no threads and " +
                $"no clock. Build it without -s in -ldflags (-w alone keeps the symbols): {BuildAdvice.Go}.");
        }

        foreach (GoPatch patch in GoPatch.All)
        {
            Symbol? symbol = file.Symbols.Find(patch.Symbol) ?? file.Symbols.Find(patch.Symbol + ".abi0");
            if (symbol is null)
            {
                if (patch.Required) throw Unknown($"has no function {patch.Symbol}");
                continue;
            }

            if (!symbol.IsFunction || symbol.Size < patch.Code.Length * sizeof(uint) || !IsCode(file, symbol))
                throw Unknown($"has a function {patch.Symbol} that is too short or not in the code");
            for (int i = 0; i < patch.Code.Length; i++)
                BinaryPrimitives.WriteUInt32BigEndian(image[((int)symbol.Address + i * sizeof(uint))..], patch.Code[i]);
        }
    }

    private static bool IsCode(ElfFile file, Symbol symbol) =>
        symbol.Address % sizeof(uint) == 0 &&
        file.Segments.Any(s => s.Type == ElfSegment.TypeLoad && (s.Flags & ElfSegment.FlagExecute) != 0 &&
            symbol.Address >= s.Address && (ulong)symbol.Address + symbol.Size <= (ulong)s.Address + s.FileSize);

    private static MipsImageException Unknown(string what) =>
        new(ImageError.UnknownGo,
            $"The runtime of this Go program {what}, so the converter does not know how to fit it to the machine. " +
            $"Build it with Go 1.19, which the converter was tested with: {BuildAdvice.Go}.");
}
