namespace Opml.Mips.Isa;

/// <summary>Loads and stores, all in terms of the one aligned big-endian word that they touch.</summary>
internal static class DataAccess
{
    /// <summary>Whether the instruction is a load or a store.</summary>
    public static bool IsAccess(Opcode opcode) => opcode is >= Opcode.Lb and <= Opcode.Sc;

    /// <summary>Whether the instruction writes to memory.</summary>
    public static bool IsStore(Opcode opcode) => opcode is >= Opcode.Sb and <= Opcode.Sc;

    /// <summary>Effective address: rs + sign-extended offset, modulo 2^32.</summary>
    public static uint Address(in Instruction i, uint rs) => rs + i.SignedImmediate;

    /// <summary>Whether an access at the address traps: halfwords need even addresses, words multiples of four.</summary>
    public static bool IsMisaligned(Opcode opcode, uint address) => opcode switch
    {
        Opcode.Lh or Opcode.Lhu or Opcode.Sh => (address & 1) != 0,
        Opcode.Lw or Opcode.Ll or Opcode.Sw or Opcode.Sc => (address & 3) != 0,
        _ => false,
    };

    /// <summary>What a load writes to rt, from the word at address &amp; ~3 and rt's old value.</summary>
    public static uint Load(Opcode opcode, uint address, uint word, uint rt)
    {
        int shift = (int)(address & 3) * 8;
        return opcode switch
        {
            Opcode.Lb => (uint)(sbyte)(word >> (24 - shift)),
            Opcode.Lbu => (byte)(word >> (24 - shift)),
            Opcode.Lh => (uint)(short)(word >> (16 - shift)),
            Opcode.Lhu => (ushort)(word >> (16 - shift)),
            Opcode.Lw or Opcode.Ll => word,
            Opcode.Lwl => (word << shift) | (rt & ~(0xffff_ffffu << shift)),
            Opcode.Lwr => (word >> (24 - shift)) | (rt & ~(0xffff_ffffu >> (24 - shift))),
            _ => throw new ArgumentOutOfRangeException(nameof(opcode), opcode, "Not a load."),
        };
    }

    /// <summary>What a store leaves in the word at address &amp; ~3, from the word that stood there and rt.</summary>
    public static uint Store(Opcode opcode, uint address, uint word, uint rt)
    {
        int shift = (int)(address & 3) * 8;
        return opcode switch
        {
            Opcode.Sb => Merge(word, rt << (24 - shift), 0xffu << (24 - shift)),
            Opcode.Sh => Merge(word, rt << (16 - shift), 0xffffu << (16 - shift)),
            Opcode.Sw or Opcode.Sc => rt,
            Opcode.Swl => Merge(word, rt >> shift, 0xffff_ffffu >> shift),
            Opcode.Swr => Merge(word, rt << (24 - shift), 0xffff_ffffu << (24 - shift)),
            _ => throw new ArgumentOutOfRangeException(nameof(opcode), opcode, "Not a store."),
        };
    }

    private static uint Merge(uint old, uint value, uint mask) => (old & ~mask) | (value & mask);
}
