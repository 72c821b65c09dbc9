using Opml.Mips.Elf;

namespace Opml.Mips.Tests.Elf;

public class ElfFileTests
{
    [Fact]
    public void Reads_what_readelf_shows()
    {
        ElfFile file = ElfFile.Read(GuestFile.Read("hello.elf"));
        Assert.Equal(new ElfIdentity(false, true, ElfIdentity.TypeExecutable, ElfIdentity.MachineMips), file.Identity);
        Assert.Equal(0x50001001u, file.Flags);
        Assert.Equal(file.Symbols.Find("__start")!.Address, file.EntryPoint);
        Assert.Contains(file.Segments, s => s is { Type: ElfSegment.TypeLoad, Address: 0x10000, Flags: 5 });
        Assert.Equal(24, file.Contents(file.FindSection(".MIPS.abiflags")!).Length);
    }

    [Fact]
    public void Reads_little_endian_files_too()
    {
        // The smallest file there can be: a header alone.
        byte[] file = new byte[52];
        "\u007fELF\u0001\u0001\u0001"u8.CopyTo(file);
        file[16] = 2;
        file[18] = 8;
        file[24] = 0x78;
        file[27] = 0x12;
        ElfFile read = ElfFile.Read(file);
        Assert.Equal("32-bit little-endian executable for MIPS", read.Identity.ToString());
        Assert.Equal(0x12000078u, read.EntryPoint);
    }

    [Theory]
    [InlineData("hello.elf")]
    [InlineData("memory.elf")]
    public void Every_cut_is_an_error_that_says_so(string name)
    {
        byte[] file = GuestFile.Read(name);
        for (int length = 4; length < file.Length; length++)
        {
            ElfException exception = Assert.Throws<ElfException>(() => ElfFile.Read(file.AsMemory(0, length)));
            Assert.Equal(ElfError.Truncated, exception.Error);
        }
    }

    [Fact]
    public void Cuts_of_a_Go_program_are_errors_at_headers_tables_and_random_places()
    {
        byte[] file = GuestFile.Read("mnist.elf");
        var random = new Random(1);
        var cuts = Enumerable.Range(4, 1200).Concat(Enumerable.Range(0, 300).Select(_ => random.Next(4, file.Length))).Append(file.Length - 1);
        foreach (int length in cuts)
            Assert.Equal(ElfError.Truncated, Assert.Throws<ElfException>(() => ElfFile.Read(file.AsMemory(0, length))).Error);
    }

    [Fact]
    public void Every_flipped_byte_is_read_or_refused()
    {
        byte[] file = GuestFile.Read("hello.elf");
        var random = new Random(2);
        int refused = 0;
        for (int i = 0; i < 20_000; i++)
        {
            byte[] copy = (byte[])file.Clone();
            for (int n = random.Next(1, 4); n > 0; n--) copy[random.Next(7, copy.Length)] = (byte)random.Next(256);
            try
            {
                ElfFile read = ElfFile.Read(copy);
                _ = MipsAbi.IsHardFloat(read);
                _ = MipsAbi.BeyondRelease1(read);
            }
            catch (ElfException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1000, 19_000);
    }

    public static TheoryData<string, string, Func<ElfEditor, ElfEditor>> Disorders => new()
    {
        { "class", "unknown class: 3", e => e.Byte(4, 3) },
        { "byte order", "unknown byte order: 0", e => e.Byte(5, 0) },
        { "version", "unknown version: 9", e => e.Byte(6, 9) },
        { "program header length", "program headers are said to be 56 bytes", e => e.Half(42, 56) },
        { "section header length", "section headers are said to be 64 bytes", e => e.Half(46, 64) },
        { "no sections in a table", "table of no sections", e => e.Half(48, 0) },
        { "section of names", "section 99 of", e => e.Half(50, 99) },
        { "more in the file than in memory", "only 1 in memory", e => e.Loaded(0, ElfEditor.SegmentMemorySize, 1) },
        { "name of a section", "is not in its string table", e => e.Section(".text", 0, 0x7fffffff) },
        { "length of symbols", "entry is 16 bytes", e => e.Section(".symtab", ElfEditor.SectionEntrySize, 24) },
        { "names of symbols", "takes its names from section 77", e => e.Section(".symtab", ElfEditor.SectionLink, 77) },
        { "names of symbols behind the last section", "takes its names from section", e => e.Section(".symtab", ElfEditor.SectionLink, (uint)e.Half(48)) },
        { "name of a symbol", "symbol 1 at offset 2147483647", e => e.Word((int)e.Section(".symtab", ElfEditor.SectionOffset) + 16, 0x7fffffff).Half((int)e.Section(".symtab", ElfEditor.SectionOffset) + 16 + 14, 1).Byte((int)e.Section(".symtab", ElfEditor.SectionOffset) + 16 + 12, 0) },
    };

    [Theory]
    [MemberData(nameof(Disorders))]
    public void Headers_out_of_order_are_named(string what, string message, Func<ElfEditor, ElfEditor> edit)
    {
        byte[] bytes = edit(new ElfEditor(GuestFile.Read("hello.elf"))).Bytes;
        ElfException exception = Assert.Throws<ElfException>(() => ElfFile.Read(bytes));
        Assert.True(exception.Error == ElfError.Malformed && exception.Message.Contains(message), $"{what}: {exception.Message}");
    }

    public static TheoryData<string, Func<ElfEditor, ElfEditor>> SizesPastTheEnd => new()
    {
        { "program headers", e => e.Word(28, 0xffffffff) },
        { "many program headers", e => e.Half(44, 0xffff) },
        { "section headers", e => e.Word(32, 0xfffffff0) },
        { "many section headers", e => e.Half(48, 0xffff) },
        { "a segment", e => e.Loaded(0, ElfEditor.SegmentFileSize, 0xffffffff).Loaded(0, ElfEditor.SegmentMemorySize, 0xffffffff) },
        { "a segment's place", e => e.Loaded(0, ElfEditor.SegmentFileOffset, 0xffffffff) },
        { "a section", e => e.Section(".text", ElfEditor.SectionSize, 0xffffffff) },
        { "the symbols", e => e.Section(".symtab", ElfEditor.SectionSize, 0xfffffff0) },
        { "the names", e => e.Section(".strtab", ElfEditor.SectionSize, 0x7fffffff) },
    };

    [Theory]
    [MemberData(nameof(SizesPastTheEnd))]
    public void Sizes_past_the_end_of_the_file_are_refused(string what, Func<ElfEditor, ElfEditor> edit)
    {
        byte[] bytes = edit(new ElfEditor(GuestFile.Read("hello.elf"))).Bytes;
        Assert.True(Assert.Throws<ElfException>(() => ElfFile.Read(bytes)).Error == ElfError.Truncated, what);
    }

    [Fact]
    public void Names_that_share_one_long_text_do_not_take_memory()
    {
        // A symbol table of 60,000 entries that all have the same name of a million bytes.
        const int Symbols = 60_000, NameLength = 1_000_000, Table = 52 + 3 * 40;
        var file = new ElfEditor(new byte[Table + Symbols * 16 + NameLength + 2]);
        "\u007fELF\u0001\u0002\u0001"u8.CopyTo(file.Bytes);
        file.Half(16, 2).Half(18, 8).Word(32, 52).Half(46, 40).Half(48, 3);
        file.Word(92 + 4, ElfSection.TypeSymbols).Word(92 + 16, Table).Word(92 + 20, Symbols * 16).Word(92 + 24, 2).Word(92 + 36, 16);
        file.Word(132 + 4, 3).Word(132 + 16, Table + Symbols * 16).Word(132 + 20, NameLength + 2);
        for (int i = 0; i < Symbols; i++) file.Word(Table + i * 16, 1).Half(Table + i * 16 + 14, 1);
        file.Bytes.AsSpan(Table + Symbols * 16 + 1, NameLength).Fill((byte)'a');
        Assert.Contains("far longer", Assert.Throws<ElfException>(() => ElfFile.Read(file.Bytes)).Message);
    }
}
