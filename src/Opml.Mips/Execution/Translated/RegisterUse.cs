using Opml.Mips.Isa;

namespace Opml.Mips.Execution.Translated;

/// <summary>Which registers an instruction reads and writes; indices as in <see cref="GuestRegisters"/>.</summary>
internal static class RegisterUse
{
    /// <summary>The general register that an instruction writes; 0 for none. The links of jumps and branches are not counted.</summary>
    public static int Written(in Instruction i) => i.Opcode switch
    {
        >= Opcode.Addi and <= Opcode.Lui or >= Opcode.Lb and <= Opcode.Ll or Opcode.Sc => i.Rt,
        >= Opcode.Sll and <= Opcode.Sltu or Opcode.Mul or Opcode.Mfhi or Opcode.Mflo or >= Opcode.Clz and <= Opcode.Movn => i.Rd,
        _ => 0,
    };

    /// <summary>Adds all that an instruction may read or write, and perhaps more.</summary>
    public static void Add(in Instruction i, HashSet<int> used)
    {
        if (i.Opcode is >= Opcode.Mult and <= Opcode.Mtlo)
        {
            used.Add(GuestRegisters.Lo);
            used.Add(GuestRegisters.Hi);
        }
        if (i.Opcode is not (Opcode.J or Opcode.Jal or Opcode.Sync or Opcode.Pref))
        {
            used.Add(i.Rs);
            used.Add(i.Rt);
        }
        used.Add(Written(i));
        used.Add(Branching.LinkRegister(i));
    }
}
