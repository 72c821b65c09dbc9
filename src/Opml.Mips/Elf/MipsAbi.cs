namespace Opml.Mips.Elf;

/// <summary>
/// What a MIPS object says of the processor that it needs: e_flags, the section .MIPS.abiflags (Linux's "MIPS O32 ABI FPXX
/// extension", appendix) and the GNU attribute Tag_GNU_MIPS_ABI_FP (GNU as, "MIPS Attributes").
/// </summary>
internal static class MipsAbi
{
    /// <summary>Values of the floating-point field of .MIPS.abiflags, and of Tag_GNU_MIPS_ABI_FP.</summary>
    public const uint FloatAny = 0;
    public const uint FloatSoft = 3;

    private const uint FlagsAbi2 = 0x20;
    private const uint FlagsFp64 = 0x200;
    private const uint FlagsAbiMask = 0xf000;
    private const uint FlagsAbiO32 = 0x1000;
    private const uint FlagsVendorMask = 0x00ff0000;
    private const uint FlagsExtensionMask = 0x0f000000;
    private const int AbiFlagsLength = 24;
    private const uint TagFile = 1;
    private const uint TagFloat = 4;
    private const uint TagCompatibility = 32;

    /// <summary>What the code uses beyond MIPS32 release 1; null for nothing.</summary>
    public static string? BeyondRelease1(ElfFile file)
    {
        string? architecture = (file.Flags >> 28) switch
        {
            0 or 1 or 5 => null, // MIPS I, MIPS II, MIPS32
            2 => "MIPS III",
            3 => "MIPS IV",
            4 => "MIPS V",
            6 => "MIPS64",
            7 => "MIPS32 release 2",
            8 => "MIPS64 release 2",
            9 => "MIPS32 release 6",
            10 => "MIPS64 release 6",
            uint other => $"an unknown architecture ({other})",
        };
        if (architecture is not null) return architecture;
        if ((file.Flags & FlagsExtensionMask) != 0) return "an instruction set extension (MIPS16, microMIPS or MDMX)";
        if ((file.Flags & FlagsVendorMask) != 0) return "a vendor's instructions";
        if (AbiFlags(file) is not { } flags) return null;
        byte level = flags.Span[2], release = flags.Span[3];
        if (level is not (1 or 2 or 32) || level == 32 && release > 1) return $"MIPS{level} release {release}";
        if (flags.Word(8) != 0) return "a vendor's instructions";
        return flags.Word(12) != 0 ? "an instruction set extension (such as DSP, MIPS16 or microMIPS)" : null;
    }

    /// <summary>What calling convention the code follows, if it is not o32; null if it is, or does not say.</summary>
    public static string? OtherAbi(ElfFile file)
    {
        if ((file.Flags & FlagsAbi2) != 0) return "n32";
        return (file.Flags & FlagsAbiMask) switch
        {
            0 or FlagsAbiO32 => null,
            0x2000 => "o64",
            0x3000 => "EABI32",
            0x4000 => "EABI64",
            uint other => $"unknown (0x{other:x})",
        };
    }

    /// <summary>Whether the file says anywhere that its code uses a floating-point unit.</summary>
    public static bool IsHardFloat(ElfFile file)
    {
        if ((file.Flags & FlagsFp64) != 0) return true;
        if (AbiFlags(file) is { } flags && flags.Span[7] is not ((byte)FloatAny or (byte)FloatSoft)) return true;
        return FloatAttribute(file) is not (FloatAny or FloatSoft);
    }

    private static ElfBytes? AbiFlags(ElfFile file)
    {
        ElfSection? section = file.Sections.FirstOrDefault(s => s.Type == ElfSection.TypeMipsAbiFlags)
            ?? file.FindSection(".MIPS.abiflags");
        ElfSegment? segment = file.Segments.FirstOrDefault(s => s.Type == ElfSegment.TypeMipsAbiFlags);
        if (section is null && segment is null) return null;
        ElfBytes flags = section is not null ? file.Contents(section) : file.Contents(segment!);
        return flags.Length == AbiFlagsLength
            ? flags
            : throw new ElfException(ElfError.Malformed, $"Section .MIPS.abiflags has {flags.Length} bytes; it has {AbiFlagsLength}.");
    }

    /// <summary>
    /// The value of Tag_GNU_MIPS_ABI_FP, 0 where it is not given. The section is 'A', then for each vendor a length and a name,
    /// then groups of a tag, a length and attributes; lengths include themselves, tags and values are ULEB128.
    /// </summary>
    private static uint FloatAttribute(ElfFile file)
    {
        ElfSection? section = file.Sections.FirstOrDefault(s => s.Type == ElfSection.TypeGnuAttributes);
        if (section is null) return FloatAny;
        ElfBytes all = file.Contents(section);
        if (all.Length == 0 || all.Span[0] != (byte)'A') return FloatAny;
        for (int at = 1; at < all.Length;)
        {
            ElfBytes vendor = Part(all, at, all.Length < at + 4 ? 0 : all.Word(at), 4);
            at += vendor.Length;
            int name = vendor.Span[4..].IndexOf((byte)0);
            if (name < 0) throw Disorder();
            if (!vendor.Span.Slice(4, name).SequenceEqual("gnu"u8)) continue;
            for (int group = 4 + name + 1; group < vendor.Length;)
            {
                ElfBytes attributes = Part(vendor, group, vendor.Length < group + 5 ? 0 : vendor.Word(group + 1), 5);
                group += attributes.Length;
                if (attributes.Span[0] == TagFile && FindFloat(attributes.Span[5..]) is { } value) return value;
            }
        }

        return FloatAny;
    }

    private static uint? FindFloat(ReadOnlySpan<byte> attributes)
    {
        while (!attributes.IsEmpty)
        {
            uint tag = Number(ref attributes);
            uint value = tag == TagCompatibility || (tag & 1) == 0 ? Number(ref attributes) : 0;
            if (tag == TagCompatibility || (tag & 1) != 0)
            {
                int end = attributes.IndexOf((byte)0);
                if (end < 0) throw Disorder();
                attributes = attributes[(end + 1)..];
            }

            if (tag == TagFloat) return value;
        }

        return null;
    }

    private static uint Number(ref ReadOnlySpan<byte> bytes)
    {
        uint value = 0;
        for (int shift = 0; shift < 32; shift += 7)
        {
            if (bytes.IsEmpty) break;
            byte b = bytes[0];
            bytes = bytes[1..];
            value |= (uint)(b & 0x7f) << shift;
            if (b < 0x80) return value;
        }

        throw Disorder();
    }

    private static ElfBytes Part(ElfBytes bytes, int offset, uint length, uint minimum) =>
        length > minimum && length <= (uint)(bytes.Length - offset) ? bytes.Slice((uint)offset, length, ".gnu.attributes") : throw Disorder();

    private static ElfException Disorder() => new(ElfError.Malformed, "Section .gnu.attributes is not in order.");
}
