namespace Opml.Mips.Isa;

/// <summary>
/// Mnemonic and operand pattern of an instruction. Letters: s, t, d registers; z register zero; U destination of clz and clo;
/// a shift amount; h hint of pref; u and j immediates, unsigned and signed; p target of a branch, J of a jump;
/// B, c, q codes of syscall, break and traps; w the whole word.
/// </summary>
internal static class InstructionSyntax
{
    public static (string Mnemonic, string Operands) Of(in Instruction i) =>
        Alias(i) ?? (i.Opcode == Opcode.Reserved ? ".word" : Mnemonics.Of(i.Opcode), Operands(i));

    /// <summary>Another name under which an instruction is better known.</summary>
    private static (string Mnemonic, string Operands)? Alias(in Instruction i) => i.Opcode switch
    {
        Opcode.Sll when i.Word == 0 => ("nop", ""),
        Opcode.Sll when i.Word == 0x40 => ("ssnop", ""),
        Opcode.Sll when i.Word == 0xc0 => ("ehb", ""),
        Opcode.Addiu when i.Rs == 0 => ("li", "t,j"),
        Opcode.Ori when i.Rs == 0 => ("li", "t,u"),
        Opcode.Addu or Opcode.Or when i.Rt == 0 => ("move", "d,s"),
        Opcode.Sub when i.Rs == 0 => ("neg", "d,t"),
        Opcode.Subu when i.Rs == 0 => ("negu", "d,t"),
        Opcode.Beq when i.Rs == 0 && i.Rt == 0 => ("b", "p"),
        Opcode.Bgez when i.Rs == 0 => ("b", "p"),
        Opcode.Bgezal when i.Rs == 0 => ("bal", "p"),
        Opcode.Beq when i.Rt == 0 => ("beqz", "s,p"),
        Opcode.Beql when i.Rt == 0 => ("beqzl", "s,p"),
        Opcode.Bne when i.Rt == 0 => ("bnez", "s,p"),
        Opcode.Bnel when i.Rt == 0 => ("bnezl", "s,p"),
        _ => null,
    };

    private static string Operands(in Instruction i)
    {
        switch (i.Opcode)
        {
            case Opcode.Reserved: return "w";
            case Opcode.Sll or Opcode.Srl or Opcode.Sra: return "d,t,a";
            case Opcode.Sllv or Opcode.Srlv or Opcode.Srav: return "d,t,s";
            case >= Opcode.Add and <= Opcode.Sltu or Opcode.Mul or Opcode.Movz or Opcode.Movn: return "d,s,t";
            case >= Opcode.Addi and <= Opcode.Sltiu: return "t,s,j";
            case >= Opcode.Andi and <= Opcode.Xori: return "t,s,u";
            case Opcode.Lui: return "t,u";
            case Opcode.Div or Opcode.Divu: return "z,s,t";
            case Opcode.Mult or Opcode.Multu or >= Opcode.Madd and <= Opcode.Msubu: return "s,t";
            case Opcode.Mfhi or Opcode.Mflo: return "d";
            case Opcode.Mthi or Opcode.Mtlo or Opcode.Jr: return "s";
            case Opcode.Clz or Opcode.Clo: return "U,s";
            case Opcode.J or Opcode.Jal: return "J";
            case Opcode.Jalr: return i.Rd == 31 ? "s" : "d,s";
            case Opcode.Beq or Opcode.Bne or Opcode.Beql or Opcode.Bnel: return "s,t,p";
            case >= Opcode.Blez and <= Opcode.Bgezall: return "s,p";
            case >= Opcode.Lb and <= Opcode.Sc: return "t,j(s)";
            case Opcode.Pref: return "h,j(s)";
            case Opcode.Syscall: return Code(i, "", "B");
            case Opcode.Break: return (i.Word >> 6 & 0x3ff) != 0 ? "c,q" : Code(i, "", "c");
            case >= Opcode.Teq and <= Opcode.Tltu: return (i.Word >> 6 & 0x3ff) != 0 ? "s,t,q" : "s,t";
            case >= Opcode.Teqi and <= Opcode.Tltiu: return "s,j";
            case Opcode.Sync: return i.Sa != 0 ? "a" : "";
            default: throw new ArgumentOutOfRangeException(nameof(i), i.Opcode, "No operands are known for it.");
        }
    }

    private static string Code(in Instruction i, string without, string with) => (i.Word >> 6 & 0xf_ffff) == 0 ? without : with;
}
