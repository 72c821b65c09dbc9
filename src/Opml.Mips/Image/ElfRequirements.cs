using Opml.Mips.Elf;
using Opml.Mips.Memory;

namespace Opml.Mips.Image;

/// <summary>What an ELF file must be for the machine to run it.</summary>
internal static class ElfRequirements
{
    /// <summary>Looks at the first bytes only, so that any ELF file of another kind is named for what it is.</summary>
    public static void CheckIdentity(ElfIdentity identity)
    {
        if (identity.Machine != ElfIdentity.MachineMips) throw Wrong(ImageError.WrongMachine, $"This is a {identity}.");
        if (identity.Is64Bit) throw Wrong(ImageError.Wrong64Bit, $"This is a {identity}; the machine has 32 bits.");
        if (!identity.IsBigEndian)
            throw Wrong(ImageError.WrongByteOrder, $"This is a {identity} (mipsle, mipsel); the machine is big-endian.");
        if (identity.Type == ElfIdentity.TypeShared)
        {
            throw Wrong(ImageError.NotStatic,
                $"This is a {identity}; the machine needs a program linked to fixed addresses (-static, -no-pie; in Go not -buildmode=pie).");
        }

        if (identity.Type != ElfIdentity.TypeExecutable)
            throw Wrong(ImageError.NotExecutable, $"This is a {identity}; the machine needs a linked program.");
    }

    /// <summary>Looks at what the headers and sections say of the program.</summary>
    public static void CheckProgram(ElfFile file)
    {
        if (file.Segments.Any(s => s.Type is ElfSegment.TypeInterpreter or ElfSegment.TypeDynamic))
        {
            throw Wrong(ImageError.NotStatic,
                "This program needs a dynamic linker, which the machine does not have: link it with -static (in Go with CGO_ENABLED=0).");
        }

        if (MipsAbi.OtherAbi(file) is { } abi)
            throw Wrong(ImageError.WrongAbi, $"This program follows the calling convention {abi}; the machine's system calls are those of o32 (-mabi=32).");
        if (MipsAbi.BeyondRelease1(file) is { } beyond)
            throw Wrong(ImageError.WrongInstructionSet, $"This program is built for {beyond}; the machine executes MIPS32 release 1 (-march=mips32).");
        if (MipsAbi.IsHardFloat(file) || GoProgram.IsHardFloat(file))
        {
            throw Wrong(ImageError.HardFloat,
                "This program uses a floating-point unit (hard float), which the machine does not have: build it with GOMIPS=softfloat or -msoft-float.");
        }
    }

    /// <summary>The segments to load, in the order of their addresses, none empty, each in its place and apart from the others.</summary>
    public static ElfSegment[] CheckLayout(ElfFile file)
    {
        ElfSegment[] segments =
            [.. file.Segments.Where(s => s.Type == ElfSegment.TypeLoad && s.MemorySize != 0).OrderBy(s => s.Address)];
        if (segments.Length == 0) throw Wrong(ImageError.Empty, "This program has no segment to load.");
        for (int i = 0; i < segments.Length; i++)
        {
            ElfSegment segment = segments[i];
            if (segment.End > MemoryMap.Heap)
            {
                throw Wrong(ImageError.OutOfRange,
                    $"The segment at {segment.Range} reaches past 0x{MemoryMap.Heap:x8}, where the heap begins, with input, output and model above it: " +
                    "link the program to low addresses (-Wl,-Ttext-segment=0x10000).");
            }

            if (segment.Address < StartupStub.Length)
            {
                throw Wrong(ImageError.Overlap,
                    $"The segment at {segment.Range} lies on the start-up stub, the first {StartupStub.Length} bytes of memory: " +
                    "link the program to addresses above it (-Wl,-Ttext-segment=0x10000).");
            }

            if (i > 0 && segments[i - 1].End > segment.Address)
                throw Wrong(ImageError.Overlap, $"The segments at {segments[i - 1].Range} and {segment.Range} overlap.");
        }

        if (file.EntryPoint % sizeof(uint) != 0 || !segments.Any(s => IsCodeAt(s, file.EntryPoint)))
            throw Wrong(ImageError.BadEntryPoint, $"The entry point 0x{file.EntryPoint:x8} is not an instruction in the program's code.");
        return segments;
    }

    private static bool IsCodeAt(ElfSegment segment, uint address) =>
        (segment.Flags & ElfSegment.FlagExecute) != 0 && address >= segment.Address && address - segment.Address < segment.FileSize;

    private static MipsImageException Wrong(ImageError error, string what) => new(error, $"{what} {BuildAdvice.Both}");
}
