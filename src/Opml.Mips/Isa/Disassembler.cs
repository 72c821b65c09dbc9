using System.Globalization;
using System.Text;

namespace Opml.Mips.Isa;

/// <summary>
/// Instructions as GNU binutils' objdump writes them for MIPS32: o32 register names, the usual aliases (move, li, b, beqz, nop, negu
/// …), shift amounts and logical immediates in hexadecimal, targets as absolute addresses. Mnemonic and operands are
/// one space apart. What the machine does not execute is a <c>.word</c>.
/// </summary>
public static class Disassembler
{
    /// <summary>The text of an instruction word.</summary>
    /// <param name="word">The word.</param>
    /// <param name="pc">Its address, from which targets of jumps and branches count.</param>
    public static string Disassemble(uint word, uint pc) => Disassemble(Decoder.Decode(word), pc);

    /// <summary>The text of a decoded instruction.</summary>
    /// <inheritdoc cref="Disassemble(uint, uint)"/>
    public static string Disassemble(in Instruction instruction, uint pc)
    {
        (string mnemonic, string operands) = InstructionSyntax.Of(instruction);
        if (operands.Length == 0) return mnemonic;
        var text = new StringBuilder(mnemonic).Append(' ');
        foreach (char c in operands)
        {
            if (c is ',' or '(' or ')') text.Append(c);
            else text.Append(Operand(c, instruction, pc));
        }
        return text.ToString();
    }

    /// <summary>One operand by its letter; <see cref="InstructionSyntax"/> lists them.</summary>
    private static string Operand(char letter, in Instruction i, uint pc) => letter switch
    {
        's' => RegisterNames.Of(i.Rs),
        't' => RegisterNames.Of(i.Rt),
        'd' => RegisterNames.Of(i.Rd),
        'z' => RegisterNames.Of(0),
        'U' => CountDestination(i),
        'a' => Hexadecimal((uint)i.Sa),
        'h' => Hexadecimal((uint)i.Rt),
        'u' => Hexadecimal(i.Immediate),
        'j' => ((int)i.SignedImmediate).ToString(CultureInfo.InvariantCulture),
        'p' or 'J' => Hexadecimal(Branching.Target(i, 0, pc)),
        'B' => Hexadecimal((i.Word >> 6) & 0xf_ffff),
        'c' => Hexadecimal((i.Word >> 16) & 0x3ff),
        'q' => Hexadecimal((i.Word >> 6) & 0x3ff),
        'w' => Hexadecimal(i.Word),
        _ => throw new ArgumentOutOfRangeException(nameof(letter), letter, "Not an operand."),
    };

    /// <summary>clz and clo have their destination twice in the word; where the two differ, both are named.</summary>
    private static string CountDestination(in Instruction i) =>
        i.Rt == i.Rd || i.Rt == 0 ? RegisterNames.Of(i.Rd)
        : i.Rd == 0 ? RegisterNames.Of(i.Rt)
        : $"{RegisterNames.Of(i.Rd)} or {RegisterNames.Of(i.Rt)}";

    private static string Hexadecimal(uint value) => "0x" + value.ToString("x", CultureInfo.InvariantCulture);
}
