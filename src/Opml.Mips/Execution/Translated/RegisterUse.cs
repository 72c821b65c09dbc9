using Opml.Mips.Isa;

namespace Opml.Mips.Execution.Translated;

/// <summary>Which registers an instruction uses; indices as in <see cref="GuestRegisters"/>.</summary>
internal static class RegisterUse
{
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
        used.Add(RegisterWrite.Of(i));
        used.Add(Branching.LinkRegister(i));
    }
}
