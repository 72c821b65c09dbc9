using Opml.Mips.Elf;

namespace Opml.Mips.Image;

/// <summary>Turns an ELF program into a flat image.</summary>
internal static class ElfConverter
{
    /// <exception cref="MipsImageException">The file is not a program that the machine can run.</exception>
    public static MipsImage Convert(ReadOnlyMemory<byte> elf, string? source)
    {
        try
        {
            ElfRequirements.CheckIdentity(ElfIdentity.Read(elf.Span));
            ElfFile file = ElfFile.Read(elf);
            ElfRequirements.CheckProgram(file);
            return Build(file, ElfRequirements.CheckLayout(file), source);
        }
        catch (ElfException exception)
        {
            throw new MipsImageException(Error(exception.Error), exception.Message, exception);
        }
    }

    private static MipsImage Build(ElfFile file, ElfSegment[] segments, string? source)
    {
        // The layout check has bounded the end by where the heap begins.
        int length = MipsImage.RoundUp((int)segments[^1].End);
        byte[] image = new byte[length];
        foreach (ElfSegment segment in segments) file.Contents(segment).Span.CopyTo(image.AsSpan((int)segment.Address));
        StartupStub.Create(file.EntryPoint).CopyTo(image, 0);
        if (GoProgram.IsGo(file)) GoProgram.Patch(file, image);
        return new MipsImage(image, file.EntryPoint, file.Symbols, source);
    }

    private static ImageError Error(ElfError error) => error switch
    {
        ElfError.NotElf => ImageError.NotAnImage,
        ElfError.Truncated => ImageError.Truncated,
        _ => ImageError.Malformed,
    };
}
