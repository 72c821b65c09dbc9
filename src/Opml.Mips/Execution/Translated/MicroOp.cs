using System.Runtime.InteropServices;
using Opml.Mips.Isa;

namespace Opml.Mips.Execution.Translated;

/// <summary>An instruction as the interpreter wants it: operands taken apart, immediates extended, targets computed. Eight bytes, written at once.</summary>
[StructLayout(LayoutKind.Sequential, Size = 8)]
internal readonly struct MicroOp
{
    /// <summary>Not yet decoded. Not an opcode.</summary>
    public const Opcode Unknown = (Opcode)0xff;

    public readonly Opcode Opcode;

    /// <summary>Index of the first operand's register: rs.</summary>
    public readonly byte A;

    /// <summary>Index of the second operand's register: rt.</summary>
    public readonly byte B;

    /// <summary>Index of the register written; <see cref="GuestRegisters.Sink"/> in place of register 0.</summary>
    public readonly byte D;

    /// <summary>Immediate, extended or shifted as the instruction wants it; shift amount; branch or jump target.</summary>
    public readonly uint Immediate;

    private MicroOp(Opcode opcode, int a, int b, int d, uint immediate)
    {
        Opcode = opcode;
        A = (byte)a;
        B = (byte)b;
        D = (byte)(d == 0 ? GuestRegisters.Sink : d);
        Immediate = immediate;
    }

    public static MicroOp Undecoded { get; } = new(Unknown, 0, 0, 0, 0);

    /// <summary>Takes apart the word at an address.</summary>
    public static MicroOp Decode(uint word, uint pc)
    {
        Instruction i = Decoder.Decode(word);
        switch (i.Opcode)
        {
            // All that these do is write a register: into 0 they do nothing.
            case >= Opcode.Sll and <= Opcode.Srav or Opcode.Addu or >= Opcode.Subu and <= Opcode.Sltu or Opcode.Mul or >= Opcode.Clz and <= Opcode.Movn when i.Rd == 0:
            case >= Opcode.Addiu and <= Opcode.Lui when i.Rt == 0:
                return new(Opcode.Sync, 0, 0, 0, 0);
            case Opcode.Sll or Opcode.Srl or Opcode.Sra:
                return new(i.Opcode, i.Rs, i.Rt, i.Rd, (uint)i.Sa);
            case Opcode.Andi or Opcode.Ori or Opcode.Xori:
                return new(i.Opcode, i.Rs, i.Rt, i.Rt, i.Immediate);
            case Opcode.Lui:
                return new(i.Opcode, i.Rs, i.Rt, i.Rt, i.Immediate << 16);
            case >= Opcode.Addi and <= Opcode.Sltiu or >= Opcode.Lb and <= Opcode.Sc:
                return new(i.Opcode, i.Rs, i.Rt, i.Rt, i.SignedImmediate);
            case Opcode.J or Opcode.Jal or >= Opcode.Beq and <= Opcode.Bgezall:
                return new(i.Opcode, i.Rs, i.Rt, Branching.LinkRegister(i), Branching.Target(i, 0, pc));
            default:
                return new(i.Opcode, i.Rs, i.Rt, i.Rd, i.SignedImmediate);
        }
    }
}
