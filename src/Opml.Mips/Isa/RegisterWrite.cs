namespace Opml.Mips.Isa;

/// <summary>Which general register an instruction writes.</summary>
internal static class RegisterWrite
{
    /// <summary>The register's number; 0 for none. The links of jumps and branches are not counted, nor what a system call returns.</summary>
    public static int Of(in Instruction i) => i.Opcode switch
    {
        >= Opcode.Addi and <= Opcode.Lui or >= Opcode.Lb and <= Opcode.Ll or Opcode.Sc => i.Rt,
        >= Opcode.Sll and <= Opcode.Sltu or Opcode.Mul or Opcode.Mfhi or Opcode.Mflo or >= Opcode.Clz and <= Opcode.Movn => i.Rd,
        _ => 0,
    };
}
