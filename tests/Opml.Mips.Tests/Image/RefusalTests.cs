using System.Text;
using Opml.Mips.Image;
using Opml.Mips.Tests.Elf;
using static Opml.Mips.Tests.Elf.ElfEditor;

namespace Opml.Mips.Tests.Image;

/// <summary>Every file that is no image: what the error is, and that it says what the file is and how to build it.</summary>
public class RefusalTests
{
    private const string GoCommand = "$env:GOOS = 'linux'; $env:GOARCH = 'mips'; $env:GOMIPS = 'softfloat'; go build";
    private const string CCommand = "mips-linux-gnu-gcc -march=mips32 -msoft-float -static";

    public static TheoryData<string, ImageError, string, Func<ElfEditor, ElfEditor>> EditedPrograms => new()
    {
        { "x86-64", ImageError.WrongMachine, "64-bit little-endian executable for x86-64", e => e.Byte(4, 2).Byte(5, 1).Half(16, 0x0200).Half(18, 0x3e00) },
        { "AArch64", ImageError.WrongMachine, "for AArch64", e => e.Half(18, 183) },
        { "an unknown machine", ImageError.WrongMachine, "for machine 4660", e => e.Half(18, 0x1234) },
        { "64-bit MIPS", ImageError.Wrong64Bit, "64-bit big-endian executable for MIPS", e => e.Byte(4, 2) },
        { "little-endian MIPS", ImageError.WrongByteOrder, "little-endian executable for MIPS", e => e.Byte(5, 1).Half(16, 0x0200).Half(18, 0x0800) },
        { "an object file", ImageError.NotExecutable, "object file for MIPS", e => e.Half(16, 1) },
        { "a core dump", ImageError.NotExecutable, "core dump for MIPS", e => e.Half(16, 4) },
        { "no type", ImageError.NotExecutable, "ELF file of type 0", e => e.Half(16, 0) },
        { "position-independent", ImageError.NotStatic, "position-independent executable", e => e.Half(16, 3) },
        { "with an interpreter", ImageError.NotStatic, "needs a dynamic linker", e => e.Unloaded(3) },
        { "with a dynamic segment", ImageError.NotStatic, "needs a dynamic linker", e => e.Unloaded(2) },
        { "n32", ImageError.WrongAbi, "calling convention n32", e => e.Word(36, 0x50001020) },
        { "o64", ImageError.WrongAbi, "calling convention o64", e => e.Word(36, 0x50002000) },
        { "EABI", ImageError.WrongAbi, "calling convention EABI32", e => e.Word(36, 0x50003000) },
        { "MIPS III", ImageError.WrongInstructionSet, "MIPS III", e => e.Word(36, 0x20001000) },
        { "MIPS IV", ImageError.WrongInstructionSet, "MIPS IV", e => e.Word(36, 0x30001000) },
        { "MIPS V", ImageError.WrongInstructionSet, "MIPS V", e => e.Word(36, 0x40001000) },
        { "MIPS64", ImageError.WrongInstructionSet, "MIPS64", e => e.Word(36, 0x60001000) },
        { "release 2 by flags", ImageError.WrongInstructionSet, "MIPS32 release 2", e => e.Word(36, 0x70001001) },
        { "64-bit release 2", ImageError.WrongInstructionSet, "MIPS64 release 2", e => e.Word(36, 0x80001000) },
        { "release 6", ImageError.WrongInstructionSet, "MIPS32 release 6", e => e.Word(36, 0x90001000) },
        { "64-bit release 6", ImageError.WrongInstructionSet, "MIPS64 release 6", e => e.Word(36, 0xa0001000) },
        { "an architecture to come", ImageError.WrongInstructionSet, "unknown architecture (15)", e => e.Word(36, 0xf0001000) },
        { "microMIPS", ImageError.WrongInstructionSet, "microMIPS", e => e.Word(36, 0x52001000) },
        { "MIPS16", ImageError.WrongInstructionSet, "MIPS16", e => e.Word(36, 0x54001000) },
        { "a vendor's processor", ImageError.WrongInstructionSet, "vendor", e => e.Word(36, 0x508b1000) },
        { "release 2 by abiflags", ImageError.WrongInstructionSet, "MIPS32 release 2", e => e.Byte(AbiFlags(e) + 3, 2) },
        { "DSP by abiflags", ImageError.WrongInstructionSet, "DSP", e => e.Word(AbiFlags(e) + 12, 1) },
        { "a vendor by abiflags", ImageError.WrongInstructionSet, "vendor", e => e.Word(AbiFlags(e) + 8, 5) },
        { "abiflags of another length", ImageError.Malformed, ".MIPS.abiflags has 20 bytes", e => e.Section(".MIPS.abiflags", SectionSize, 20) },
        { "hard float by abiflags", ImageError.HardFloat, "hard float", e => e.Byte(AbiFlags(e) + 7, 1) },
        { "hard float by abiflags, without sections", ImageError.HardFloat, "hard float", e => e.Byte(AbiFlags(e) + 7, 1).Word(32, 0).Half(48, 0).Half(50, 0) },
        { "fpxx by abiflags", ImageError.HardFloat, "hard float", e => e.Byte(AbiFlags(e) + 7, 5) },
        { "hard float by attributes", ImageError.HardFloat, "hard float", e => e.Byte((int)e.Section(".gnu.attributes", SectionOffset) + 15, 1) },
        { "64-bit floats by flags", ImageError.HardFloat, "hard float", e => e.Word(36, 0x50001201) },
        { "attributes without an end", ImageError.Malformed, ".gnu.attributes", e => e.Word((int)e.Section(".gnu.attributes", SectionOffset) + 1, 0xff) },
        { "nothing to load", ImageError.Empty, "no segment to load", e => e.Word(28, 0).Half(44, 0) },
        { "on the stub", ImageError.Overlap, "lies on the start-up stub", e => e.Loaded(0, SegmentAddress, 0) },
        { "on the stub's last byte", ImageError.Overlap, "lies on the start-up stub", e => e.Loaded(0, SegmentAddress, 63) },
        { "on one another", ImageError.Overlap, "overlap", e => e.Loaded(1, SegmentAddress, 0x10010) },
        { "into the heap", ImageError.OutOfRange, "past 0x20000000", e => e.Loaded(1, SegmentAddress, 0x20000000) },
        { "one byte into the heap", ImageError.OutOfRange, "past 0x20000000", e => e.Loaded(1, SegmentAddress, 0x20000000 - e.Loaded(1, SegmentMemorySize) + 1) },
        { "bss into the heap", ImageError.OutOfRange, "past 0x20000000", e => e.Loaded(1, SegmentMemorySize, 0x20000000) },
        { "on the input", ImageError.OutOfRange, "past 0x20000000", e => e.Loaded(1, SegmentAddress, 0x31000000) },
        { "in kernel space", ImageError.OutOfRange, "past 0x20000000", e => e.Loaded(0, SegmentAddress, 0x80000000) },
        { "past 2^32", ImageError.OutOfRange, "0x1000", e => e.Loaded(1, SegmentAddress, 0xfffffff0) },
        { "bss past 2^32", ImageError.OutOfRange, "past 0x20000000", e => e.Loaded(1, SegmentMemorySize, 0xffffffff) },
        { "entry outside", ImageError.BadEntryPoint, "0x00000000", e => e.Word(24, 0) },
        { "entry in data", ImageError.BadEntryPoint, "entry point", e => e.Word(24, e.Loaded(1, SegmentAddress)) },
        { "misaligned entry", ImageError.BadEntryPoint, "entry point", e => e.Word(24, e.Word(24) + 1) },
        { "cut sections", ImageError.Truncated, "cut short", e => e.Word(32, (uint)e.Bytes.Length - 39) },
        { "a version to come", ImageError.Malformed, "unknown version", e => e.Byte(6, 2) },
    };

    [Theory]
    [MemberData(nameof(EditedPrograms))]
    public void Refuses_a_program_that_is(string what, ImageError error, string says, Func<ElfEditor, ElfEditor> edit) =>
        Refuses(what, error, says, edit(new ElfEditor(GuestFile.Read("memory.elf"))).Bytes, GoCommand, CCommand);

    [Theory]
    [InlineData("refused-release2.elf", ImageError.WrongInstructionSet, "MIPS32 release 2")]
    [InlineData("refused-hardfloat.elf", ImageError.HardFloat, "hard float")]
    [InlineData("refused-pie.elf", ImageError.NotStatic, "position-independent")]
    [InlineData("refused-object.elf", ImageError.NotExecutable, "object file")]
    public void Refuses_what_gcc_built(string name, ImageError error, string says) =>
        Refuses(name, error, says, GuestFile.Read(name), GoCommand, CCommand);

    public static TheoryData<string, ImageError, string, Func<ElfEditor, ElfEditor>> EditedGoPrograms => new()
    {
        { "stripped", ImageError.StrippedGo, "has no symbol table", e => e.Section(".symtab", SectionType, 0) },
        { "stripped of all headers", ImageError.StrippedGo, "has no symbol table", e => e.Word(32, 0).Half(48, 0).Half(50, 0) },
        { "hard-float", ImageError.HardFloat, "GOMIPS=softfloat", e => e.Section(".gnu.attributes", SectionType, 0).Text("GOMIPS=softfloat", "GOMIPS=hardfloat") },
        { "without gcenable", ImageError.UnknownGo, "no function runtime.gcenable", e => e.Text("\0runtime.gcenable\0", "\0runtime.gcEnable\0") },
        { "without nanotime1", ImageError.UnknownGo, "no function runtime.nanotime1", e => e.Text("\0runtime.nanotime1\0", "\0runtime.nanotime9\0") },
        { "with a walltime of 4 bytes", ImageError.UnknownGo, "runtime.walltime that is too short", e => e.Word(SymbolAt(e, "runtime.walltime") + 8, 4) },
        { "with a gcenable in its data", ImageError.UnknownGo, "not in the code", e => e.Word(SymbolAt(e, "runtime.gcenable") + 4, e.Loaded(2, SegmentAddress)) },
    };

    [Theory]
    [MemberData(nameof(EditedGoPrograms))]
    public void Refuses_a_Go_program_that_is(string what, ImageError error, string says, Func<ElfEditor, ElfEditor> edit) =>
        Refuses(what, error, says, edit(new ElfEditor(GuestFile.Read("mnist.elf"))).Bytes, GoCommand);

    [Theory]
    [InlineData("")]
    [InlineData("MZ\u0090\0 a Windows program")]
    [InlineData("Hello, world: text")]
    [InlineData("\u007fEL")]
    public void Refuses_what_is_neither_ELF_nor_flat(string text) =>
        Refuses(text, ImageError.NotAnImage, "neither an ELF file nor a flat image", Encoding.Latin1.GetBytes(text), GoCommand, CCommand);

    [Fact]
    public void Refuses_a_flat_image_where_an_ELF_file_is_asked_for() =>
        Assert.Equal(ImageError.NotAnImage, Assert.Throws<MipsImageException>(() => MipsImage.FromElf(new byte[64])).Error);

    [Fact]
    public void Every_cut_of_a_program_is_refused_as_cut_short()
    {
        byte[] file = GuestFile.Read("memory.elf");
        for (int length = 4; length < file.Length; length++)
            Assert.Equal(ImageError.Truncated, Assert.Throws<MipsImageException>(() => MipsImage.From(file.AsMemory(0, length))).Error);
    }

    [Fact]
    public void Spoilt_headers_make_an_image_or_an_error_and_nothing_else()
    {
        byte[] file = GuestFile.Read("memory.elf");
        int sections = (int)new ElfEditor(file).Word(32);
        var random = new Random(3);
        int refused = 0;
        for (int i = 0; i < 5000; i++)
        {
            byte[] copy = (byte[])file.Clone();
            for (int n = random.Next(1, 4); n > 0; n--)
                copy[random.Next(2) == 0 ? random.Next(4, 260) : random.Next(sections, copy.Length)] = (byte)random.Next(256);
            try
            {
                Assert.Equal(0, MipsImage.FromElf(copy).Length % 4096);
            }
            catch (MipsImageException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1000, 4900);
    }

    private static void Refuses(string what, ImageError error, string says, byte[] file, params string[] remedies)
    {
        MipsImageException exception = Assert.Throws<MipsImageException>(() => MipsImage.From(file));
        Assert.True(exception.Error == error && exception.Message.Contains(says), $"{what}: {exception.Error}, {exception.Message}");
        if (error is ImageError.Truncated or ImageError.Malformed) return;
        Assert.All(remedies, remedy => Assert.Contains(remedy, exception.Message));
    }

    private static int AbiFlags(ElfEditor e) => (int)e.Section(".MIPS.abiflags", SectionOffset);

    private static int SymbolAt(ElfEditor e, string name)
    {
        int names = (int)e.Section(".strtab", SectionOffset), end = (int)e.Section(".symtab", SectionSize);
        for (int at = (int)e.Section(".symtab", SectionOffset); end > 0; at += 16, end -= 16)
            if (e.Bytes.AsSpan(names + (int)e.Word(at)).StartsWith(Encoding.ASCII.GetBytes(name + '\0'))) return at;
        throw new InvalidOperationException("No symbol " + name);
    }
}
