using System.Buffers.Binary;

namespace Opml.Mips.Elf;

/// <summary>
/// What an ELF file says it is, read without going further: the part of the header that 32-bit and 64-bit files share
/// (System V gABI, chapter 4: e_ident, e_type, e_machine).
/// </summary>
/// <param name="Is64Bit">EI_CLASS is ELFCLASS64.</param>
/// <param name="IsBigEndian">EI_DATA is ELFDATA2MSB.</param>
/// <param name="Type">e_type.</param>
/// <param name="Machine">e_machine.</param>
internal sealed record ElfIdentity(bool Is64Bit, bool IsBigEndian, ushort Type, ushort Machine)
{
    public const ushort TypeRelocatable = 1;
    public const ushort TypeExecutable = 2;
    public const ushort TypeShared = 3;
    public const ushort TypeCore = 4;
    public const ushort MachineMips = 8;

    private const int Length = 20;

    private static ReadOnlySpan<byte> Magic => [0x7f, (byte)'E', (byte)'L', (byte)'F'];

    /// <summary>Whether the bytes begin as an ELF file does.</summary>
    public static bool HasMagic(ReadOnlySpan<byte> file) => file.StartsWith(Magic);

    /// <exception cref="ElfException">Not ELF, cut within the first 20 bytes, or of an unknown class, byte order or version.</exception>
    public static ElfIdentity Read(ReadOnlySpan<byte> file)
    {
        if (!HasMagic(file)) throw new ElfException(ElfError.NotElf, "The file does not begin with the ELF magic (7f 45 4c 46).");
        if (file.Length < Length)
            throw new ElfException(ElfError.Truncated, $"The file ends within the ELF header, after {file.Length} bytes.");
        if (file[4] is not (1 or 2)) throw Unknown("class", file[4]);
        if (file[5] is not (1 or 2)) throw Unknown("byte order", file[5]);
        if (file[6] != 1) throw Unknown("version", file[6]);
        bool bigEndian = file[5] == 2;
        return new ElfIdentity(file[4] == 2, bigEndian, Half(file[16..], bigEndian), Half(file[18..], bigEndian));
    }

    /// <summary>For messages: "64-bit little-endian shared object for x86-64".</summary>
    public override string ToString() =>
        $"{(Is64Bit ? "64" : "32")}-bit {(IsBigEndian ? "big" : "little")}-endian {TypeName} for {MachineName}";

    private string TypeName => Type switch
    {
        TypeRelocatable => "object file",
        TypeExecutable => "executable",
        TypeShared => "shared object or position-independent executable",
        TypeCore => "core dump",
        _ => $"ELF file of type {Type}",
    };

    private string MachineName => Machine switch
    {
        2 => "SPARC",
        3 => "x86",
        MachineMips => "MIPS",
        20 => "PowerPC",
        21 => "PowerPC64",
        22 => "S/390",
        40 => "ARM",
        62 => "x86-64",
        183 => "AArch64",
        243 => "RISC-V",
        258 => "LoongArch",
        _ => $"machine {Machine}",
    };

    private static ushort Half(ReadOnlySpan<byte> bytes, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static ElfException Unknown(string what, byte value) =>
        new(ElfError.Malformed, $"The ELF header has an unknown {what}: {value}.");
}
