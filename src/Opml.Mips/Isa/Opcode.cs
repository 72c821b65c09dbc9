namespace Opml.Mips.Isa;

/// <summary>The instructions that the machine executes. Names are the manual's mnemonics.</summary>
public enum Opcode : byte
{
#pragma warning disable CS1591 // each name is the mnemonic of MIPS32 Vol. II
    /// <summary>Not an instruction of the machine: it traps.</summary>
    Reserved,
    Sll, Srl, Sra, Sllv, Srlv, Srav,
    Add, Addu, Sub, Subu, And, Or, Xor, Nor, Slt, Sltu,
    Addi, Addiu, Slti, Sltiu, Andi, Ori, Xori, Lui,
    Mult, Multu, Div, Divu, Mul, Madd, Maddu, Msub, Msubu, Mfhi, Mflo, Mthi, Mtlo,
    Clz, Clo, Movz, Movn,
    J, Jal, Jr, Jalr,
    Beq, Bne, Blez, Bgtz, Bltz, Bgez, Bltzal, Bgezal,
    Beql, Bnel, Blezl, Bgtzl, Bltzl, Bgezl, Bltzall, Bgezall,
    Lb, Lbu, Lh, Lhu, Lw, Lwl, Lwr, Ll,
    Sb, Sh, Sw, Swl, Swr, Sc,
    Syscall, Break,
    Teq, Tne, Tge, Tgeu, Tlt, Tltu, Teqi, Tnei, Tgei, Tgeiu, Tlti, Tltiu,
    Sync, Pref,
#pragma warning restore CS1591
}
