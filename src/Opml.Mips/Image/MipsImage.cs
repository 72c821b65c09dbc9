using System.Buffers.Binary;
using Opml.Mips.Elf;
using Opml.Mips.Isa;
using Opml.Mips.Memory;

namespace Opml.Mips.Image;

/// <summary>A program as the machine loads it: flat bytes from address 0, where execution starts.</summary>
public sealed class MipsImage
{
    private const int PageSize = 4096;

    private readonly byte[] _bytes;

    internal MipsImage(byte[] bytes, uint entryPoint, SymbolTable symbols, string? source)
    {
        _bytes = bytes;
        EntryPoint = entryPoint;
        Symbols = symbols;
        Source = source;
    }

    /// <summary>The bytes from address 0. Those of a converted ELF file are a whole number of 4096-byte pages.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>Bytes in the image.</summary>
    public int Length => _bytes.Length;

    /// <summary>Where the start-up stub jumps to; 0 for a flat image, in which it is not known.</summary>
    public uint EntryPoint { get; }

    /// <summary>The program's symbols; empty for a flat image that came without.</summary>
    public SymbolTable Symbols { get; }

    /// <summary>Where the image came from, for display: a path; null when it was made of bytes.</summary>
    public string? Source { get; }

    /// <summary>An image of either kind, told apart by the ELF magic.</summary>
    /// <exception cref="MipsImageException">It is neither, or cannot run on the machine.</exception>
    public static MipsImage From(ReadOnlyMemory<byte> file, string? source = null) =>
        ElfIdentity.HasMagic(file.Span) ? FromElf(file, source) : FromFlat(file.Span, source);

    /// <summary>
    /// Converts a static big-endian MIPS-32 executable: its segments at their addresses, zeros between, a start-up stub at 0, and Go's
    /// runtime patched if the program is Go's.
    /// </summary>
    /// <param name="file">The ELF file.</param>
    /// <param name="source">Kept as <see cref="Source"/>.</param>
    /// <exception cref="MipsImageException">The file is not such an executable; the message says what it is and how to build it.</exception>
    public static MipsImage FromElf(ReadOnlyMemory<byte> file, string? source = null) => ElfConverter.Convert(file, source);

    /// <summary>Takes a flat image as it is, such as opML's own tools make. The bytes are copied.</summary>
    /// <param name="bytes">The bytes from address 0.</param>
    /// <param name="source">Kept as <see cref="Source"/>.</param>
    /// <exception cref="MipsImageException">It is too large, or its first word is not an instruction of the machine.</exception>
    public static MipsImage FromFlat(ReadOnlySpan<byte> bytes, string? source = null) =>
        FromFlat(bytes, 0, SymbolTable.Empty, source);

    /// <summary>
    /// Reads an image of either kind. Beside a flat image, <c>NAME.symbols.json</c> supplies its symbols, if it was saved with this very image.
    /// </summary>
    /// <exception cref="MipsImageException">It is neither, or cannot run on the machine.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static MipsImage Load(string path) => ImageFiles.Load(path);

    /// <summary>
    /// Writes the flat bytes to <paramref name="path"/>, and the symbols, if there are any, to <c>NAME.symbols.json</c> beside it.
    /// Each file is written under another name first, so that none is ever half there.
    /// </summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public void Save(string path) => ImageFiles.Save(this, path);

    internal static MipsImage FromFlat(ReadOnlySpan<byte> bytes, uint entryPoint, SymbolTable symbols, string? source)
    {
        if (bytes.Length > MemoryMap.MaximumImageLength)
        {
            throw new MipsImageException(ImageError.TooLarge,
                $"The image has {bytes.Length} bytes; the machine's program range has {MemoryMap.MaximumImageLength}.");
        }

        if (bytes.Length < sizeof(uint) || Decoder.Decode(BinaryPrimitives.ReadUInt32BigEndian(bytes)).Opcode == Opcode.Reserved)
        {
            throw new MipsImageException(ImageError.NotAnImage,
                $"This is neither an ELF file nor a flat image for the machine: it does not begin with an instruction. {BuildAdvice.Both}");
        }

        return new MipsImage(bytes.ToArray(), entryPoint, symbols, source);
    }

    internal static int RoundUp(int length) => (length + PageSize - 1) & -PageSize;
}
