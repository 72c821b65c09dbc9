using System.Reflection.Emit;
using Opml.Mips.Isa;

namespace Opml.Mips.Execution.Translated;

/// <summary>The multiply and divide unit.</summary>
internal sealed class MultiplyEmitter(UnitBody body)
{
    private readonly ILGenerator _il = body.IL;
    private readonly LocalBuilder _wide = body.IL.DeclareLocal(typeof(ulong));
    private readonly LocalBuilder _quotient = body.IL.DeclareLocal(typeof(uint));

    public void Emit(in Instruction i)
    {
        switch (i.Opcode)
        {
            case Opcode.Mfhi: Move(GuestRegisters.Hi, i.Rd); break;
            case Opcode.Mflo: Move(GuestRegisters.Lo, i.Rd); break;
            case Opcode.Mthi: Move(i.Rs, GuestRegisters.Hi); break;
            case Opcode.Mtlo: Move(i.Rs, GuestRegisters.Lo); break;
            case Opcode.Mul:
                body.PushRegister(i.Rs);
                body.PushRegister(i.Rt);
                _il.Emit(OpCodes.Mul);
                body.PopRegister(i.Rd);
                break;
            case Opcode.Div or Opcode.Divu:
                Divide(i);
                break;
            case Opcode.Mult or Opcode.Multu:
                Product(i);
                Split();
                break;
            default: // madd, maddu, msub, msubu
                body.PushRegister(GuestRegisters.Hi);
                _il.Emit(OpCodes.Conv_U8);
                _il.Emit(OpCodes.Ldc_I4, 32);
                _il.Emit(OpCodes.Shl);
                body.PushRegister(GuestRegisters.Lo);
                _il.Emit(OpCodes.Conv_U8);
                _il.Emit(OpCodes.Or);
                Product(i);
                _il.Emit(i.Opcode is Opcode.Madd or Opcode.Maddu ? OpCodes.Add : OpCodes.Sub);
                Split();
                break;
        }
    }

    private void Move(int from, int to)
    {
        body.PushRegister(from);
        body.PopRegister(to);
    }

    private void Product(in Instruction i)
    {
        OpCode widen = i.Opcode is Opcode.Mult or Opcode.Madd or Opcode.Msub ? OpCodes.Conv_I8 : OpCodes.Conv_U8;
        body.PushRegister(i.Rs);
        _il.Emit(widen);
        body.PushRegister(i.Rt);
        _il.Emit(widen);
        _il.Emit(OpCodes.Mul);
    }

    private void Split()
    {
        _il.Emit(OpCodes.Stloc, _wide);
        _il.Emit(OpCodes.Ldloc, _wide);
        _il.Emit(OpCodes.Conv_U4);
        body.PopRegister(GuestRegisters.Lo);
        _il.Emit(OpCodes.Ldloc, _wide);
        _il.Emit(OpCodes.Ldc_I4, 32);
        _il.Emit(OpCodes.Shr_Un);
        _il.Emit(OpCodes.Conv_U4);
        body.PopRegister(GuestRegisters.Hi);
    }

    /// <summary>The signed division in 64 bits, where 0x80000000 / -1 fits.</summary>
    private void Divide(in Instruction i)
    {
        bool isSigned = i.Opcode == Opcode.Div;
        Label byZero = _il.DefineLabel(), done = _il.DefineLabel();
        body.PushRegister(i.Rt);
        _il.Emit(OpCodes.Brfalse, byZero);

        body.PushRegister(i.Rs);
        if (isSigned) _il.Emit(OpCodes.Conv_I8);
        body.PushRegister(i.Rt);
        if (isSigned) _il.Emit(OpCodes.Conv_I8);
        _il.Emit(isSigned ? OpCodes.Div : OpCodes.Div_Un);
        if (isSigned) _il.Emit(OpCodes.Conv_U4);
        _il.Emit(OpCodes.Stloc, _quotient);
        body.PushRegister(i.Rs);
        _il.Emit(OpCodes.Ldloc, _quotient);
        body.PushRegister(i.Rt);
        _il.Emit(OpCodes.Mul);
        _il.Emit(OpCodes.Sub);
        body.PopRegister(GuestRegisters.Hi);
        _il.Emit(OpCodes.Ldloc, _quotient);
        body.PopRegister(GuestRegisters.Lo);
        _il.Emit(OpCodes.Br, done);

        _il.MarkLabel(byZero);
        body.PushRegister(i.Rs);
        body.PopRegister(GuestRegisters.Hi);
        _il.Emit(OpCodes.Ldc_I4_M1);
        body.PopRegister(GuestRegisters.Lo);
        _il.MarkLabel(done);
    }
}
