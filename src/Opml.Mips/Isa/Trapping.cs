namespace Opml.Mips.Isa;

/// <summary>The conditional traps.</summary>
internal static class Trapping
{
    /// <summary>Whether a trap instruction's condition holds; the code field plays no part.</summary>
    public static bool Holds(in Instruction i, uint rs, uint rt) => i.Opcode switch
    {
        Opcode.Teq => rs == rt,
        Opcode.Tne => rs != rt,
        Opcode.Tge => (int)rs >= (int)rt,
        Opcode.Tgeu => rs >= rt,
        Opcode.Tlt => (int)rs < (int)rt,
        Opcode.Tltu => rs < rt,
        Opcode.Teqi => rs == i.SignedImmediate,
        Opcode.Tnei => rs != i.SignedImmediate,
        Opcode.Tgei => (int)rs >= (int)i.SignedImmediate,
        Opcode.Tgeiu => rs >= i.SignedImmediate,
        Opcode.Tlti => (int)rs < (int)i.SignedImmediate,
        Opcode.Tltiu => rs < i.SignedImmediate,
        _ => throw new ArgumentOutOfRangeException(nameof(i), i.Opcode, "Not a conditional trap."),
    };
}
