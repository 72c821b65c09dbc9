using System.Runtime.CompilerServices;

namespace Opml.Mips.Isa;

/// <summary>
/// The decode table: MIPS32 Vol. II release 1, tables. Each entry names an operation and the fields
/// that must be zero; a word that has one of those bits set is reserved, so that release 2's rotr does not
/// pass for srl. Hint fields (jr, jalr, sync, pref) are free.
/// </summary>
public static class Decoder
{
    private const uint Rs = 0x1fu << 21;
    private const uint Rt = 0x1fu << 16;
    private const uint Rd = 0x1fu << 11;
    private const uint Sa = 0x1fu << 6;

    private const uint Special = 0x00;
    private const uint RegImm = 0x01;
    private const uint Special2 = 0x1c;

    private static readonly Entry[] s_primary = Primary();
    private static readonly Entry[] s_special = SpecialTable();
    private static readonly Entry[] s_regImm = RegImmTable();
    private static readonly Entry[] s_special2 = Special2Table();

    /// <summary>Decodes one instruction word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Instruction Decode(uint word)
    {
        Entry entry = (word >> 26) switch
        {
            Special => s_special[word & 0x3f],
            RegImm => s_regImm[(word >> 16) & 0x1f],
            Special2 => s_special2[word & 0x3f],
            uint op => s_primary[op],
        };
        return new Instruction(word, (word & entry.Zero) == 0 ? entry.Opcode : Opcode.Reserved);
    }

    private static Entry[] Primary()
    {
        var table = new Entry[64];
        table[0x02] = new(Opcode.J);
        table[0x03] = new(Opcode.Jal);
        table[0x04] = new(Opcode.Beq);
        table[0x05] = new(Opcode.Bne);
        table[0x06] = new(Opcode.Blez, Rt);
        table[0x07] = new(Opcode.Bgtz, Rt);
        table[0x08] = new(Opcode.Addi);
        table[0x09] = new(Opcode.Addiu);
        table[0x0a] = new(Opcode.Slti);
        table[0x0b] = new(Opcode.Sltiu);
        table[0x0c] = new(Opcode.Andi);
        table[0x0d] = new(Opcode.Ori);
        table[0x0e] = new(Opcode.Xori);
        table[0x0f] = new(Opcode.Lui, Rs);
        table[0x14] = new(Opcode.Beql);
        table[0x15] = new(Opcode.Bnel);
        table[0x16] = new(Opcode.Blezl, Rt);
        table[0x17] = new(Opcode.Bgtzl, Rt);
        table[0x20] = new(Opcode.Lb);
        table[0x21] = new(Opcode.Lh);
        table[0x22] = new(Opcode.Lwl);
        table[0x23] = new(Opcode.Lw);
        table[0x24] = new(Opcode.Lbu);
        table[0x25] = new(Opcode.Lhu);
        table[0x26] = new(Opcode.Lwr);
        table[0x28] = new(Opcode.Sb);
        table[0x29] = new(Opcode.Sh);
        table[0x2a] = new(Opcode.Swl);
        table[0x2b] = new(Opcode.Sw);
        table[0x2e] = new(Opcode.Swr);
        table[0x30] = new(Opcode.Ll);
        table[0x33] = new(Opcode.Pref);
        table[0x38] = new(Opcode.Sc);
        return table;
    }

    private static Entry[] SpecialTable()
    {
        var table = new Entry[64];
        table[0x00] = new(Opcode.Sll, Rs);
        table[0x02] = new(Opcode.Srl, Rs);
        table[0x03] = new(Opcode.Sra, Rs);
        table[0x04] = new(Opcode.Sllv, Sa);
        table[0x06] = new(Opcode.Srlv, Sa);
        table[0x07] = new(Opcode.Srav, Sa);
        table[0x08] = new(Opcode.Jr, Rt | Rd);
        table[0x09] = new(Opcode.Jalr, Rt);
        table[0x0a] = new(Opcode.Movz, Sa);
        table[0x0b] = new(Opcode.Movn, Sa);
        table[0x0c] = new(Opcode.Syscall);
        table[0x0d] = new(Opcode.Break);
        table[0x0f] = new(Opcode.Sync, Rs | Rt | Rd);
        table[0x10] = new(Opcode.Mfhi, Rs | Rt | Sa);
        table[0x11] = new(Opcode.Mthi, Rt | Rd | Sa);
        table[0x12] = new(Opcode.Mflo, Rs | Rt | Sa);
        table[0x13] = new(Opcode.Mtlo, Rt | Rd | Sa);
        table[0x18] = new(Opcode.Mult, Rd | Sa);
        table[0x19] = new(Opcode.Multu, Rd | Sa);
        table[0x1a] = new(Opcode.Div, Rd | Sa);
        table[0x1b] = new(Opcode.Divu, Rd | Sa);
        table[0x20] = new(Opcode.Add, Sa);
        table[0x21] = new(Opcode.Addu, Sa);
        table[0x22] = new(Opcode.Sub, Sa);
        table[0x23] = new(Opcode.Subu, Sa);
        table[0x24] = new(Opcode.And, Sa);
        table[0x25] = new(Opcode.Or, Sa);
        table[0x26] = new(Opcode.Xor, Sa);
        table[0x27] = new(Opcode.Nor, Sa);
        table[0x2a] = new(Opcode.Slt, Sa);
        table[0x2b] = new(Opcode.Sltu, Sa);
        table[0x30] = new(Opcode.Tge);
        table[0x31] = new(Opcode.Tgeu);
        table[0x32] = new(Opcode.Tlt);
        table[0x33] = new(Opcode.Tltu);
        table[0x34] = new(Opcode.Teq);
        table[0x36] = new(Opcode.Tne);
        return table;
    }

    private static Entry[] RegImmTable()
    {
        var table = new Entry[32];
        table[0x00] = new(Opcode.Bltz);
        table[0x01] = new(Opcode.Bgez);
        table[0x02] = new(Opcode.Bltzl);
        table[0x03] = new(Opcode.Bgezl);
        table[0x08] = new(Opcode.Tgei);
        table[0x09] = new(Opcode.Tgeiu);
        table[0x0a] = new(Opcode.Tlti);
        table[0x0b] = new(Opcode.Tltiu);
        table[0x0c] = new(Opcode.Teqi);
        table[0x0e] = new(Opcode.Tnei);
        table[0x10] = new(Opcode.Bltzal);
        table[0x11] = new(Opcode.Bgezal);
        table[0x12] = new(Opcode.Bltzall);
        table[0x13] = new(Opcode.Bgezall);
        return table;
    }

    private static Entry[] Special2Table()
    {
        var table = new Entry[64];
        table[0x00] = new(Opcode.Madd, Rd | Sa);
        table[0x01] = new(Opcode.Maddu, Rd | Sa);
        table[0x02] = new(Opcode.Mul, Sa);
        table[0x04] = new(Opcode.Msub, Rd | Sa);
        table[0x05] = new(Opcode.Msubu, Rd | Sa);
        table[0x20] = new(Opcode.Clz, Sa);
        table[0x21] = new(Opcode.Clo, Sa);
        return table;
    }

    private readonly record struct Entry(Opcode Opcode, uint Zero = 0);
}
