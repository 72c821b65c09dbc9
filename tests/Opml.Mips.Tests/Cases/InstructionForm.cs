namespace Opml.Mips.Tests.Cases;

/// <summary>An instruction as the manual draws it: its fixed bits, and which bits are operands or hints.</summary>
/// <param name="Name">Mnemonic.</param>
/// <param name="Group">Group of docs/machine.md's table.</param>
/// <param name="Fixed">The fixed bits; zero where an operand stands.</param>
/// <param name="Free">The operands' and hints' bits.</param>
public sealed record InstructionForm(string Name, string Group, uint Fixed, uint Free)
{
    private const uint Rs = 0x1fu << 21;
    private const uint Rt = 0x1fu << 16;
    private const uint Rd = 0x1fu << 11;
    private const uint Sa = 0x1fu << 6;
    private const uint Imm = 0xffff;
    private const uint Code20 = 0xfffffu << 6;
    private const uint Code10 = 0x3ffu << 6;

    /// <summary>Every instruction of the machine, independent of the decoder's own table.</summary>
    public static readonly IReadOnlyList<InstructionForm> All =
    [
        new("sll", "shift", 0x00000000, Rt | Rd | Sa),
        new("srl", "shift", 0x00000002, Rt | Rd | Sa),
        new("sra", "shift", 0x00000003, Rt | Rd | Sa),
        new("sllv", "shift", 0x00000004, Rs | Rt | Rd),
        new("srlv", "shift", 0x00000006, Rs | Rt | Rd),
        new("srav", "shift", 0x00000007, Rs | Rt | Rd),

        new("add", "arithmetic", 0x00000020, Rs | Rt | Rd),
        new("addu", "arithmetic", 0x00000021, Rs | Rt | Rd),
        new("sub", "arithmetic", 0x00000022, Rs | Rt | Rd),
        new("subu", "arithmetic", 0x00000023, Rs | Rt | Rd),
        new("slt", "arithmetic", 0x0000002a, Rs | Rt | Rd),
        new("sltu", "arithmetic", 0x0000002b, Rs | Rt | Rd),
        new("addi", "arithmetic", 0x20000000, Rs | Rt | Imm),
        new("addiu", "arithmetic", 0x24000000, Rs | Rt | Imm),
        new("slti", "arithmetic", 0x28000000, Rs | Rt | Imm),
        new("sltiu", "arithmetic", 0x2c000000, Rs | Rt | Imm),
        new("lui", "arithmetic", 0x3c000000, Rt | Imm),

        new("and", "logic", 0x00000024, Rs | Rt | Rd),
        new("or", "logic", 0x00000025, Rs | Rt | Rd),
        new("xor", "logic", 0x00000026, Rs | Rt | Rd),
        new("nor", "logic", 0x00000027, Rs | Rt | Rd),
        new("andi", "logic", 0x30000000, Rs | Rt | Imm),
        new("ori", "logic", 0x34000000, Rs | Rt | Imm),
        new("xori", "logic", 0x38000000, Rs | Rt | Imm),

        new("mult", "multiply, divide", 0x00000018, Rs | Rt),
        new("multu", "multiply, divide", 0x00000019, Rs | Rt),
        new("div", "multiply, divide", 0x0000001a, Rs | Rt),
        new("divu", "multiply, divide", 0x0000001b, Rs | Rt),
        new("mul", "multiply, divide", 0x70000002, Rs | Rt | Rd),
        new("madd", "multiply, divide", 0x70000000, Rs | Rt),
        new("maddu", "multiply, divide", 0x70000001, Rs | Rt),
        new("msub", "multiply, divide", 0x70000004, Rs | Rt),
        new("msubu", "multiply, divide", 0x70000005, Rs | Rt),
        new("mfhi", "multiply, divide", 0x00000010, Rd),
        new("mthi", "multiply, divide", 0x00000011, Rs),
        new("mflo", "multiply, divide", 0x00000012, Rd),
        new("mtlo", "multiply, divide", 0x00000013, Rs),

        new("clz", "count", 0x70000020, Rs | Rt | Rd),
        new("clo", "count", 0x70000021, Rs | Rt | Rd),

        new("movz", "move", 0x0000000a, Rs | Rt | Rd),
        new("movn", "move", 0x0000000b, Rs | Rt | Rd),

        new("j", "jump", 0x08000000, 0x03ffffff),
        new("jal", "jump", 0x0c000000, 0x03ffffff),
        new("jr", "jump", 0x00000008, Rs | Sa),
        new("jalr", "jump", 0x00000009, Rs | Rd | Sa),

        new("beq", "branch", 0x10000000, Rs | Rt | Imm),
        new("bne", "branch", 0x14000000, Rs | Rt | Imm),
        new("blez", "branch", 0x18000000, Rs | Imm),
        new("bgtz", "branch", 0x1c000000, Rs | Imm),
        new("bltz", "branch", 0x04000000, Rs | Imm),
        new("bgez", "branch", 0x04010000, Rs | Imm),
        new("bltzal", "branch", 0x04100000, Rs | Imm),
        new("bgezal", "branch", 0x04110000, Rs | Imm),
        new("beql", "branch", 0x50000000, Rs | Rt | Imm),
        new("bnel", "branch", 0x54000000, Rs | Rt | Imm),
        new("blezl", "branch", 0x58000000, Rs | Imm),
        new("bgtzl", "branch", 0x5c000000, Rs | Imm),
        new("bltzl", "branch", 0x04020000, Rs | Imm),
        new("bgezl", "branch", 0x04030000, Rs | Imm),
        new("bltzall", "branch", 0x04120000, Rs | Imm),
        new("bgezall", "branch", 0x04130000, Rs | Imm),

        new("lb", "load", 0x80000000, Rs | Rt | Imm),
        new("lh", "load", 0x84000000, Rs | Rt | Imm),
        new("lwl", "load", 0x88000000, Rs | Rt | Imm),
        new("lw", "load", 0x8c000000, Rs | Rt | Imm),
        new("lbu", "load", 0x90000000, Rs | Rt | Imm),
        new("lhu", "load", 0x94000000, Rs | Rt | Imm),
        new("lwr", "load", 0x98000000, Rs | Rt | Imm),
        new("ll", "load", 0xc0000000, Rs | Rt | Imm),

        new("sb", "store", 0xa0000000, Rs | Rt | Imm),
        new("sh", "store", 0xa4000000, Rs | Rt | Imm),
        new("swl", "store", 0xa8000000, Rs | Rt | Imm),
        new("sw", "store", 0xac000000, Rs | Rt | Imm),
        new("swr", "store", 0xb8000000, Rs | Rt | Imm),
        new("sc", "store", 0xe0000000, Rs | Rt | Imm),

        new("syscall", "system call", 0x0000000c, Code20),
        new("break", "trap", 0x0000000d, Code20),
        new("tge", "trap", 0x00000030, Rs | Rt | Code10),
        new("tgeu", "trap", 0x00000031, Rs | Rt | Code10),
        new("tlt", "trap", 0x00000032, Rs | Rt | Code10),
        new("tltu", "trap", 0x00000033, Rs | Rt | Code10),
        new("teq", "trap", 0x00000034, Rs | Rt | Code10),
        new("tne", "trap", 0x00000036, Rs | Rt | Code10),
        new("tgei", "trap", 0x04080000, Rs | Imm),
        new("tgeiu", "trap", 0x04090000, Rs | Imm),
        new("tlti", "trap", 0x040a0000, Rs | Imm),
        new("tltiu", "trap", 0x040b0000, Rs | Imm),
        new("teqi", "trap", 0x040c0000, Rs | Imm),
        new("tnei", "trap", 0x040e0000, Rs | Imm),

        new("sync", "hint", 0x0000000f, Sa),
        new("pref", "hint", 0xcc000000, Rs | Rt | Imm),
    ];

    /// <summary>The bits that the manual fixes: neither operand nor hint.</summary>
    public uint FixedMask => ~Free;

    /// <summary>Whether the word is this instruction.</summary>
    public bool Matches(uint word) => (word & FixedMask) == Fixed;
}
