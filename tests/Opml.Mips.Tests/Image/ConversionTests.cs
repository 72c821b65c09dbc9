using System.Buffers.Binary;
using Opml.Mips.Elf;
using Opml.Mips.Image;
using Opml.Mips.Tests.Elf;

namespace Opml.Mips.Tests.Image;

public class ConversionTests
{
    [Theory]
    [InlineData("memory.elf")]
    [InlineData("mnist.elf")]
    public void Segments_lie_at_their_addresses_and_the_rest_is_zero(string name)
    {
        byte[] file = GuestFile.Read(name);
        MipsImage image = MipsImage.FromElf(file);
        byte[] expected = new byte[image.Length];
        ElfFile elf = ElfFile.Read(file);
        foreach (ElfSegment segment in elf.Segments.Where(s => s.Type == ElfSegment.TypeLoad))
            file.AsSpan((int)segment.Offset, (int)segment.FileSize).CopyTo(expected.AsSpan((int)segment.Address));

        byte[] actual = image.Bytes.ToArray();
        actual.AsSpan(0, 64).Clear(); // the stub
        foreach (string patched in name == "mnist.elf" ? (string[])["runtime.gcenable", "runtime.nanotime1", "runtime.walltime"] : [])
        {
            Symbol symbol = image.Symbols.Find(patched)!;
            Assert.False(actual.AsSpan((int)symbol.Address, (int)symbol.Size).SequenceEqual(expected.AsSpan((int)symbol.Address, (int)symbol.Size)));
            expected.AsSpan((int)symbol.Address, 20).CopyTo(actual.AsSpan((int)symbol.Address));
        }

        Assert.True(actual.AsSpan().SequenceEqual(expected));
    }

    [Fact]
    public void The_length_is_the_end_of_the_highest_segment_rounded_up_to_a_page()
    {
        foreach ((uint size, int length) in ((uint, int)[])[(0xfff, 0x21000), (0x1000, 0x21000), (0x1001, 0x22000), (0x1fffffff - 0x20000, 0x20000000)])
        {
            byte[] file = new ElfEditor(GuestFile.Read("memory.elf"))
                .Loaded(1, ElfEditor.SegmentAddress, 0x20000).Loaded(1, ElfEditor.SegmentMemorySize, size).Bytes;
            Assert.Equal(length, MipsImage.FromElf(file).Length);
        }
    }

    [Fact]
    public void A_segment_may_begin_where_the_stub_ends()
    {
        var file = new ElfEditor(GuestFile.Read("memory.elf"));
        uint offset = file.Word(24) - file.Loaded(0, ElfEditor.SegmentAddress);
        MipsImage image = MipsImage.FromElf(file.Loaded(0, ElfEditor.SegmentAddress, 64).Word(24, 64 + offset).Bytes);
        Assert.True(image.Bytes.Span[64..].StartsWith("\u007fELF"u8));
    }

    [Theory]
    [InlineData(0x00001001u)] // MIPS I
    [InlineData(0x10001001u)] // MIPS II
    [InlineData(0x50001001u)] // MIPS32
    [InlineData(0x50000001u)] // a file that does not say which ABI
    [InlineData(0x50001501u)] // 32-bit mode, 2008 NaNs: nothing to a program without floating point
    public void Instruction_sets_up_to_release_1_are_taken(uint flags) =>
        Assert.NotEmpty(MipsImage.FromElf(new ElfEditor(GuestFile.Read("memory.elf")).Word(36, flags).Bytes).Symbols);

    [Fact]
    public void The_stub_is_code_up_to_its_jump_and_its_delay_slot()
    {
        ReadOnlySpan<byte> image = MipsImage.FromElf(GuestFile.Read("hello.elf")).Bytes.Span;
        string[] words = new string[16];
        for (int i = 0; i < words.Length; i++) words[i] = BinaryPrimitives.ReadUInt32BigEndian(image[(i * 4)..]).ToString("x8");
        uint entry = MipsImage.FromElf(GuestFile.Read("hello.elf")).EntryPoint;
        Assert.Equal(
            [
                "3c1d7fff", "37bdd000", // lui, ori $sp
                "afa00000", "afa00004", "afa00008",
                "34080006", "afa8000c", "34081000", "afa80010", "afa00014",
                $"3c19{entry >> 16:x4}", $"3739{entry & 0xffff:x4}", // lui, ori $t9
                "03200008", "afa00018", // jr $t9; sw in the delay slot
                "00000000", "00000000",
            ],
            words);
    }

    [Theory]
    [InlineData("runtime.gcenable", new uint[] { 0x03e00008, 0 })]
    [InlineData("runtime.nanotime1", new uint[] { 0x24080001, 0xafa00004, 0x03e00008, 0xafa80008 })]
    [InlineData("runtime.walltime", new uint[] { 0x24080001, 0xafa00004, 0xafa80008, 0x03e00008, 0xafa0000c })]
    public void Go_functions_are_patched(string symbol, uint[] code)
    {
        MipsImage image = MipsImage.FromElf(GuestFile.Read("mnist.elf"));
        int address = (int)image.Symbols.Find(symbol)!.Address;
        Assert.Equal(code, code.Select((_, i) => BinaryPrimitives.ReadUInt32BigEndian(image.Bytes.Span[(address + i * 4)..])));
    }

    [Fact]
    public void Go_programs_without_walltime_are_taken()
    {
        byte[] file = GuestFile.Read("mnist.elf");
        int at = file.AsSpan().LastIndexOf("runtime.walltime\0"u8);
        file[at] = (byte)'R';
        Assert.Null(MipsImage.FromElf(file).Symbols.Find("runtime.walltime"));
    }

    [Fact]
    public void Symbols_stay_with_the_image()
    {
        MipsImage image = MipsImage.FromElf(GuestFile.Read("mnist.elf"), "mnist.elf");
        Symbol main = image.Symbols.Find("main.main")!;
        Assert.Equal("main.main+0x10", image.Symbols.Locate(main.Address + 0x10)!.ToString());
        Assert.Equal("_rt0_mips_linux", image.Symbols.Locate(image.EntryPoint)!.ToString());
        Assert.Equal("mnist.elf", image.Source);
    }

    [Fact]
    public void Flat_images_load_as_they_are()
    {
        byte[] bytes = [0x3c, 0x1d, 0x7f, 0xff, 1, 2, 3];
        MipsImage image = MipsImage.From(bytes);
        Assert.Equal(bytes, image.Bytes.ToArray());
        Assert.Empty(image.Symbols);
    }
}
