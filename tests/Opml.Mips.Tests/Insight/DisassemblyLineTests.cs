using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Opml.Mips.Elf;
using Opml.Mips.Execution;
using Opml.Mips.Image;
using Opml.Mips.Insight;
using Opml.Mips.Memory;

namespace Opml.Mips.Tests.Insight;

public sealed partial class DisassemblyLineTests
{
    private const string Objdump = "mips-linux-gnu-objdump";

    [Theory]
    [InlineData("mnist.elf")]
    [InlineData("trap.elf")]
    [InlineData("hello.elf")]
    public void Every_instruction_of_a_program_reads_as_objdump_has_it_symbols_included(string name)
    {
        byte[] elf = GuestFile.Read(name);
        string path = Path.Combine(AppContext.BaseDirectory, "guests", name);
        string listing = Run(Objdump, "-d", "-z", "-m", "mips:isa32", path);
        MipsImage image = MipsImage.FromElf(elf);
        int compared = 0;
        foreach (Match line in CodeLine().Matches(listing))
        {
            uint address = Number(line.Groups[1].Value);
            uint word = Number(line.Groups[2].Value);
            string expected = Targets().Replace(Space().Replace(line.Groups[3].Value.Trim(), " "), "0x$1 <");
            string text = DisassemblyLine.Disassemble(word, address, image.Symbols);
            if (text.StartsWith(".word", StringComparison.Ordinal)) continue; // not the machine's: coprocessors, release 2
            Assert.Equal($"{address:x} {SameTarget(expected, image)}", $"{address:x} {text}");
            compared++;
        }
        Assert.True(compared > 15, $"{compared} lines were compared.");
    }

    [Fact]
    public void Lines_end_with_their_symbol_and_mark_the_pc()
    {
        RunOrigin origin = GuestRun.Mnist();
        uint main = origin.Image.Symbols.Find("main.main")!.Address;
        IReadOnlyList<DisassemblyLine> lines = DisassemblyLine.Around(origin.Load().Memory, origin.Image.Symbols, main + 8, 4);
        Assert.Equal([main, main + 4, main + 8, main + 12, main + 16, main + 20, main + 24], lines.Select(line => line.Address));
        Assert.Equal("main.main+0x8", Assert.Single(lines, line => line.IsCurrent).Location);
        Assert.Equal($"bnez at,0x{main + 0x28:x} <main.main+0x28>", lines[3].Text);
    }

    [Theory]
    [InlineData(0u, 3)]
    [InlineData(0xfffffffcu, 3)]
    [InlineData(2u, 0)]
    public void At_the_ends_of_memory_there_are_fewer_and_at_a_misaligned_pc_none(uint pc, int count) =>
        Assert.Equal(count, DisassemblyLine.Around(new AddressSpace(), SymbolTable.Empty, pc, 2).Count);

    /// <summary>Of several symbols at one address objdump may name another than the image does: the place is what counts.</summary>
    private static string SameTarget(string line, MipsImage image) =>
        Target().Replace(line, match => $"0x{match.Groups[1].Value} {(image.Symbols.Locate(Number(match.Groups[1].Value)) is { } at ? $"<{at}>" : "")}").TrimEnd();

    private static string Run(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            return output;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"{program} is not here; install gcc-mips-linux-gnu (Debian). The committed table Isa/objdump.txt was compared.");
            throw;
        }
    }

    private static uint Number(string hexadecimal) => uint.Parse(hexadecimal, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\s*([0-9a-f]+):\t([0-9a-f]{8})\s+(.*)$", RegexOptions.Multiline)]
    private static partial Regex CodeLine();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex(@"\b([0-9a-f]+) <")]
    private static partial Regex Targets();

    [GeneratedRegex(@"0x([0-9a-f]+) <[^>]*>+")]
    private static partial Regex Target();
}
