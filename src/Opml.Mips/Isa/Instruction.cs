namespace Opml.Mips.Isa;

/// <summary>An instruction word and what it decodes to (MIPS32 Vol. I, section 4: R, I and J formats).</summary>
/// <param name="Word">The 32-bit word.</param>
/// <param name="Opcode">Its operation; <see cref="Opcode.Reserved"/> for what the machine does not execute.</param>
public readonly record struct Instruction(uint Word, Opcode Opcode)
{
    /// <summary>Bits 25..21.</summary>
    public int Rs => (int)(Word >> 21) & 31;

    /// <summary>Bits 20..16.</summary>
    public int Rt => (int)(Word >> 16) & 31;

    /// <summary>Bits 15..11.</summary>
    public int Rd => (int)(Word >> 11) & 31;

    /// <summary>Shift amount, bits 10..6.</summary>
    public int Sa => (int)(Word >> 6) & 31;

    /// <summary>Bits 15..0, zero-extended.</summary>
    public uint Immediate => Word & 0xffff;

    /// <summary>Bits 15..0, sign-extended.</summary>
    public uint SignedImmediate => (uint)(short)Word;

    /// <summary>Instruction index of j and jal: bits 25..0.</summary>
    public uint Index => Word & 0x03ff_ffff;
}
