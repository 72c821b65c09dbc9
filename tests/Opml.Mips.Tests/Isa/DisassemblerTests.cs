using System.Globalization;
using Opml.Mips.Isa;
using Opml.Mips.Tests.Cases;

namespace Opml.Mips.Tests.Isa;

public class DisassemblerTests
{
    [Fact]
    public void Reads_as_objdump_does()
    {
        string[] lines = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Isa", "objdump.txt")).Where(line => !line.StartsWith('#'))];
        Assert.True(lines.Length > 300);
        foreach (string line in lines)
        {
            string[] parts = line.Split(' ', 3);
            string text = Disassembler.Disassemble(Number(parts[1]), Number(parts[0]));
            Assert.Equal(line, $"{parts[0]} {parts[1]} {text}");
        }
    }

    [Fact]
    public void The_table_has_every_instruction()
    {
        uint[] words = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Isa", "objdump.txt")).Where(line => !line.StartsWith('#')).Select(line => Number(line.Split(' ')[1]))];
        Assert.All(InstructionForm.All, form => Assert.Contains(words, form.Matches));
    }

    [Theory]
    [InlineData(0x46000000, ".word 0x46000000")] // add.s: no coprocessor here
    [InlineData(0x00200040, ".word 0x200040")]   // sll with rs
    [InlineData(0x00200002, ".word 0x200002")]   // rotr of release 2
    [InlineData(0x03e00408, "jr ra")]            // its hint is free
    public void What_the_machine_does_not_execute_is_a_word(uint word, string text) =>
        Assert.Equal(text, Disassembler.Disassemble(word, 0));

    [Theory]
    [InlineData(0x08000000, 0x0ffffffc, "j 0x10000000")]     // the region is the delay slot's
    [InlineData(0x1000ffff, 0x00000000, "b 0x0")]
    [InlineData(0x10008000, 0x00000000, "b 0xfffe0004")]
    [InlineData(0x1000ffff, 0xfffffffc, "b 0xfffffffc")]
    public void Targets_are_addresses(uint word, uint pc, string text) =>
        Assert.Equal(text, Disassembler.Disassemble(word, pc));

    [Theory]
    [InlineData(0, "zero")]
    [InlineData(4, "a0")]
    [InlineData(29, "sp")]
    [InlineData(30, "s8")]
    [InlineData(31, "ra")]
    public void Registers_have_their_o32_names(int register, string name) => Assert.Equal(name, RegisterNames.Of(register));

    private static uint Number(string hexadecimal) => uint.Parse(hexadecimal, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
