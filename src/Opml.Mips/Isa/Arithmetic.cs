using System.Numerics;

namespace Opml.Mips.Isa;

/// <summary>Shifts, arithmetic, logic, counts and conditional moves: one general register written from two read.</summary>
internal static class Arithmetic
{
    /// <summary>Computes the value an instruction writes, and to which register.</summary>
    /// <param name="i">An instruction of the family.</param>
    /// <param name="rs">Value of register rs.</param>
    /// <param name="rt">Value of register rt.</param>
    /// <param name="destination">The register written; 0 where a conditional move does not move.</param>
    /// <param name="value">What is written.</param>
    /// <returns>False on signed overflow of add, addi or sub, which traps.</returns>
    public static bool TryEvaluate(in Instruction i, uint rs, uint rt, out int destination, out uint value)
    {
        destination = i.Rd;
        switch (i.Opcode)
        {
            case Opcode.Sll: value = rt << i.Sa; return true;
            case Opcode.Srl: value = rt >> i.Sa; return true;
            case Opcode.Sra: value = (uint)((int)rt >> i.Sa); return true;
            case Opcode.Sllv: value = rt << (int)(rs & 31); return true;
            case Opcode.Srlv: value = rt >> (int)(rs & 31); return true;
            case Opcode.Srav: value = (uint)((int)rt >> (int)(rs & 31)); return true;

            case Opcode.Add: value = rs + rt; return !AddOverflows(rs, rt, value);
            case Opcode.Addu: value = rs + rt; return true;
            case Opcode.Sub: value = rs - rt; return ((rs ^ rt) & (rs ^ value)) >> 31 == 0;
            case Opcode.Subu: value = rs - rt; return true;
            case Opcode.And: value = rs & rt; return true;
            case Opcode.Or: value = rs | rt; return true;
            case Opcode.Xor: value = rs ^ rt; return true;
            case Opcode.Nor: value = ~(rs | rt); return true;
            case Opcode.Slt: value = (int)rs < (int)rt ? 1u : 0; return true;
            case Opcode.Sltu: value = rs < rt ? 1u : 0; return true;

            case Opcode.Clz: value = (uint)BitOperations.LeadingZeroCount(rs); return true;
            case Opcode.Clo: value = (uint)BitOperations.LeadingZeroCount(~rs); return true;
            case Opcode.Movz: value = rs; destination = rt == 0 ? i.Rd : 0; return true;
            case Opcode.Movn: value = rs; destination = rt != 0 ? i.Rd : 0; return true;
        }

        destination = i.Rt;
        switch (i.Opcode)
        {
            case Opcode.Addi: value = rs + i.SignedImmediate; return !AddOverflows(rs, i.SignedImmediate, value);
            case Opcode.Addiu: value = rs + i.SignedImmediate; return true;
            case Opcode.Slti: value = (int)rs < (int)i.SignedImmediate ? 1u : 0; return true;
            case Opcode.Sltiu: value = rs < i.SignedImmediate ? 1u : 0; return true;
            case Opcode.Andi: value = rs & i.Immediate; return true;
            case Opcode.Ori: value = rs | i.Immediate; return true;
            case Opcode.Xori: value = rs ^ i.Immediate; return true;
            case Opcode.Lui: value = i.Immediate << 16; return true;
            default: throw new ArgumentOutOfRangeException(nameof(i), i.Opcode, "Not of the arithmetic family.");
        }
    }

    // Both operands have the sign that the sum has not.
    private static bool AddOverflows(uint a, uint b, uint sum) => ((a ^ sum) & (b ^ sum)) >> 31 != 0;
}
