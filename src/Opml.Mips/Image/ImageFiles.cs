using Opml.Mips.Elf;
using Opml.Mips.Memory;

namespace Opml.Mips.Image;

/// <summary>Images on disk: the flat bytes, and their symbols in a file of their own beside them.</summary>
internal static class ImageFiles
{
    public static MipsImage Load(string path)
    {
        long length = new FileInfo(path).Length;
        if (length > MemoryMap.MaximumImageLength)
        {
            throw new MipsImageException(ImageError.TooLarge,
                $"{path} has {length} bytes; an image has at most {MemoryMap.MaximumImageLength}.");
        }

        byte[] bytes = File.ReadAllBytes(path);
        if (ElfIdentity.HasMagic(bytes)) return MipsImage.FromElf(bytes, path);
        return SymbolFile.Read(SymbolsPath(path), bytes) is { } symbols
            ? MipsImage.FromFlat(bytes, symbols.EntryPoint, symbols.Table, path)
            : MipsImage.FromFlat(bytes, path);
    }

    public static void Save(MipsImage image, string path)
    {
        string symbolsPath = SymbolsPath(path);
        if (image.Symbols.Count > 0) Write(symbolsPath, SymbolFile.Write(image));
        else File.Delete(symbolsPath);
        Write(path, image.Bytes.Span);
    }

    private static string SymbolsPath(string path) => path + ".symbols.json";

    private static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        string full = Path.GetFullPath(path);
        string temporary = Path.Combine(Path.GetDirectoryName(full) ?? "", $".{Path.GetFileName(full)}.{Path.GetRandomFileName()}");
        try
        {
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, full, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
