namespace Opml.Mips.Isa;

/// <summary>The multiply and divide unit: hi and lo.</summary>
internal static class MultiplyDivide
{
    /// <summary>Executes an instruction of the family.</summary>
    /// <param name="i">An instruction of the family.</param>
    /// <param name="rs">Value of register rs.</param>
    /// <param name="rt">Value of register rt.</param>
    /// <param name="hi">Register hi.</param>
    /// <param name="lo">Register lo.</param>
    /// <param name="value">What mul, mfhi and mflo write to rd; 0 for the others.</param>
    /// <returns>The general register written; 0 for none.</returns>
    public static int Execute(in Instruction i, uint rs, uint rt, ref uint hi, ref uint lo, out uint value)
    {
        value = 0;
        ulong accumulator = ((ulong)hi << 32) | lo;
        ulong signed = (ulong)((long)(int)rs * (int)rt);
        ulong unsigned = (ulong)rs * rt;
        switch (i.Opcode)
        {
            case Opcode.Mult: accumulator = signed; break;
            case Opcode.Multu: accumulator = unsigned; break;
            case Opcode.Madd: accumulator += signed; break;
            case Opcode.Maddu: accumulator += unsigned; break;
            case Opcode.Msub: accumulator -= signed; break;
            case Opcode.Msubu: accumulator -= unsigned; break;
            case Opcode.Div: accumulator = Divide(rs, rt); break;
            case Opcode.Divu: accumulator = rt == 0 ? ByZero(rs) : ((ulong)(rs % rt) << 32) | (rs / rt); break;
            case Opcode.Mthi: hi = rs; return 0;
            case Opcode.Mtlo: lo = rs; return 0;
            case Opcode.Mfhi: value = hi; return i.Rd;
            case Opcode.Mflo: value = lo; return i.Rd;
            case Opcode.Mul: value = (uint)unsigned; return i.Rd;
            default: throw new ArgumentOutOfRangeException(nameof(i), i.Opcode, "Not of the multiply and divide family.");
        }
        hi = (uint)(accumulator >> 32);
        lo = (uint)accumulator;
        return 0;
    }

    private static ulong Divide(uint rs, uint rt)
    {
        if (rt == 0) return ByZero(rs);
        // 0x80000000 / -1 does not fit; in 64 bits it is 0x80000000 with remainder 0 all the same.
        long quotient = (long)(int)rs / (int)rt;
        long remainder = (long)(int)rs % (int)rt;
        return ((ulong)(uint)remainder << 32) | (uint)quotient;
    }

    private static ulong ByZero(uint rs) => ((ulong)rs << 32) | 0xffff_ffff;
}
