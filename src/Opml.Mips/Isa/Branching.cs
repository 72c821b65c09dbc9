namespace Opml.Mips.Isa;

/// <summary>Jumps and branches. All of them have a delay slot.</summary>
internal static class Branching
{
    /// <summary>Whether a branch's condition holds; jumps are always taken.</summary>
    public static bool IsTaken(in Instruction i, uint rs, uint rt) => i.Opcode switch
    {
        Opcode.J or Opcode.Jal or Opcode.Jr or Opcode.Jalr => true,
        Opcode.Beq or Opcode.Beql => rs == rt,
        Opcode.Bne or Opcode.Bnel => rs != rt,
        Opcode.Blez or Opcode.Blezl => (int)rs <= 0,
        Opcode.Bgtz or Opcode.Bgtzl => (int)rs > 0,
        Opcode.Bltz or Opcode.Bltzl or Opcode.Bltzal or Opcode.Bltzall => (int)rs < 0,
        Opcode.Bgez or Opcode.Bgezl or Opcode.Bgezal or Opcode.Bgezall => (int)rs >= 0,
        _ => throw new ArgumentOutOfRangeException(nameof(i), i.Opcode, "Not a jump or branch."),
    };

    /// <summary>
    /// Where it leads. The region of j and jal, and the base of a branch's offset, is the delay slot's address.
    /// </summary>
    public static uint Target(in Instruction i, uint rs, uint pc) => i.Opcode switch
    {
        Opcode.Jr or Opcode.Jalr => rs,
        Opcode.J or Opcode.Jal => ((pc + 4) & 0xf000_0000) | (i.Index << 2),
        _ => pc + 4 + (i.SignedImmediate << 2),
    };

    /// <summary>Whether a branch not taken skips its delay slot.</summary>
    public static bool IsLikely(Opcode opcode) => opcode
        is Opcode.Beql or Opcode.Bnel or Opcode.Blezl or Opcode.Bgtzl
        or Opcode.Bltzl or Opcode.Bgezl or Opcode.Bltzall or Opcode.Bgezall;

    /// <summary>The register that receives pc + 8, taken or not; 0 for none.</summary>
    public static int LinkRegister(in Instruction i) => i.Opcode switch
    {
        Opcode.Jalr => i.Rd,
        Opcode.Jal or Opcode.Bltzal or Opcode.Bgezal or Opcode.Bltzall or Opcode.Bgezall => 31,
        _ => 0,
    };
}
