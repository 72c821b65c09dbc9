using Opml.Mips.Elf;
using Opml.Mips.Isa;
using Opml.Mips.Memory;

namespace Opml.Mips.Insight;

/// <summary>An instruction where it stands in memory.</summary>
public sealed record DisassemblyLine
{
    /// <summary>Its address.</summary>
    public required uint Address { get; init; }

    /// <summary>Symbol and offset; null where the image has no symbol for it.</summary>
    public string? Location { get; init; }

    /// <summary>The instruction word.</summary>
    public required uint Word { get; init; }

    /// <summary>The instruction in GNU syntax, with the symbols of targets.</summary>
    public required string Text { get; init; }

    /// <summary>Whether the next step executes it.</summary>
    public bool IsCurrent { get; init; }

    /// <summary>Address, place and instruction.</summary>
    public override string ToString() => $"{(IsCurrent ? "=> " : "   ")}0x{Address:x8} <{Location ?? "?"}> {Text}";

    /// <summary>The instructions around an address, as far as they are of the same symbol.</summary>
    /// <param name="memory">The guest's memory.</param>
    /// <param name="symbols">The program's symbols.</param>
    /// <param name="pc">The address; not a multiple of four, it has none.</param>
    /// <param name="context">Instructions before it, and as many after it.</param>
    public static IReadOnlyList<DisassemblyLine> Around(AddressSpace memory, SymbolTable symbols, uint pc, int context)
    {
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentNullException.ThrowIfNull(symbols);
        ArgumentOutOfRangeException.ThrowIfNegative(context);
        if ((pc & 3) != 0) return [];
        Symbol? home = symbols.Locate(pc)?.Symbol;
        var lines = new List<DisassemblyLine>();
        for (long address = pc - (4L * context); address <= pc + (4L * context); address += 4)
        {
            if (address is < 0 or > uint.MaxValue) continue;
            if (symbols.Locate((uint)address)?.Symbol == home)
                lines.Add(At(memory, symbols, (uint)address) with { IsCurrent = address == pc });
        }
        return lines.ToArray();
    }

    /// <summary>The instruction at an address.</summary>
    /// <inheritdoc cref="Around"/>
    public static DisassemblyLine At(AddressSpace memory, SymbolTable symbols, uint address)
    {
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentNullException.ThrowIfNull(symbols);
        uint word = memory.ReadWord(address);
        return new DisassemblyLine
        {
            Address = address,
            Location = symbols.Locate(address)?.ToString(),
            Word = word,
            Text = Disassemble(word, address, symbols),
        };
    }

    /// <summary>The text of an instruction with the place that a branch or jump leads to: <c>jal 0x11f00 &lt;main.main+0x10&gt;</c>.</summary>
    /// <param name="word">The word.</param>
    /// <param name="pc">Its address.</param>
    /// <param name="symbols">The program's symbols. A target that belongs to none is an address alone.</param>
    public static string Disassemble(uint word, uint pc, SymbolTable symbols)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        Instruction instruction = Decoder.Decode(word);
        string text = Disassembler.Disassemble(instruction, pc);
        return instruction.Opcode is >= Opcode.J and <= Opcode.Bgezall and not (Opcode.Jr or Opcode.Jalr)
            && symbols.Locate(Branching.Target(instruction, 0, pc)) is { } target
            ? $"{text} <{target}>"
            : text;
    }
}
