using System.Numerics;
using System.Reflection;
using System.Reflection.Emit;
using Opml.Mips.Isa;

namespace Opml.Mips.Execution.Translated;

/// <summary>Shifts, arithmetic, logic, counts and conditional moves.</summary>
internal sealed class ArithmeticEmitter(UnitBody body)
{
    private static readonly MethodInfo s_leadingZeros = typeof(BitOperations).GetMethod(nameof(BitOperations.LeadingZeroCount), [typeof(uint)])!;

    private readonly ILGenerator _il = body.IL;
    private readonly LocalBuilder _sum = body.IL.DeclareLocal(typeof(uint));

    public void Emit(in Instruction i, UnitExit exit)
    {
        if (i.Opcode is Opcode.Add or Opcode.Addi or Opcode.Sub)
        {
            EmitTrapping(i, exit);
            return;
        }
        int destination = RegisterWrite.Of(i);
        if (destination == 0) return;
        switch (i.Opcode)
        {
            case Opcode.Sll: Shift(i, OpCodes.Shl); break;
            case Opcode.Srl: Shift(i, OpCodes.Shr_Un); break;
            case Opcode.Sra: Shift(i, OpCodes.Shr); break;
            case Opcode.Sllv: ShiftByRegister(i, OpCodes.Shl); break;
            case Opcode.Srlv: ShiftByRegister(i, OpCodes.Shr_Un); break;
            case Opcode.Srav: ShiftByRegister(i, OpCodes.Shr); break;
            case Opcode.Addu when i.Rt == 0: body.PushRegister(i.Rs); break; // move
            case Opcode.Addu when i.Rs == 0: body.PushRegister(i.Rt); break;
            case Opcode.Or when i.Rt == 0: body.PushRegister(i.Rs); break;
            case Opcode.Or when i.Rs == 0: body.PushRegister(i.Rt); break;
            case Opcode.Addu: Registers(i, OpCodes.Add); break;
            case Opcode.Subu: Registers(i, OpCodes.Sub); break;
            case Opcode.And: Registers(i, OpCodes.And); break;
            case Opcode.Or: Registers(i, OpCodes.Or); break;
            case Opcode.Xor: Registers(i, OpCodes.Xor); break;
            case Opcode.Nor:
                Registers(i, OpCodes.Or);
                _il.Emit(OpCodes.Not);
                break;
            case Opcode.Slt: Registers(i, OpCodes.Clt); break;
            case Opcode.Sltu: Registers(i, OpCodes.Clt_Un); break;
            case Opcode.Addiu when i.SignedImmediate == 0: body.PushRegister(i.Rs); break;
            case Opcode.Addiu when i.Rs == 0: _il.Emit(OpCodes.Ldc_I4, (int)i.SignedImmediate); break;
            case Opcode.Addiu: Immediate(i, i.SignedImmediate, OpCodes.Add); break;
            case Opcode.Slti: Immediate(i, i.SignedImmediate, OpCodes.Clt); break;
            case Opcode.Sltiu: Immediate(i, i.SignedImmediate, OpCodes.Clt_Un); break;
            case Opcode.Andi: Immediate(i, i.Immediate, OpCodes.And); break;
            case Opcode.Ori when i.Rs == 0: _il.Emit(OpCodes.Ldc_I4, (int)i.Immediate); break;
            case Opcode.Ori: Immediate(i, i.Immediate, OpCodes.Or); break;
            case Opcode.Xori: Immediate(i, i.Immediate, OpCodes.Xor); break;
            case Opcode.Lui: _il.Emit(OpCodes.Ldc_I4, (int)(i.Immediate << 16)); break;
            case Opcode.Clz or Opcode.Clo:
                body.PushRegister(i.Rs);
                if (i.Opcode == Opcode.Clo) _il.Emit(OpCodes.Not);
                _il.Emit(OpCodes.Call, s_leadingZeros);
                break;
            case Opcode.Movz or Opcode.Movn:
                Label stays = _il.DefineLabel();
                body.PushRegister(i.Rt);
                _il.Emit(i.Opcode == Opcode.Movz ? OpCodes.Brtrue : OpCodes.Brfalse, stays);
                body.PushRegister(i.Rs);
                body.PopRegister(destination);
                _il.MarkLabel(stays);
                return;
            default: throw new ArgumentOutOfRangeException(nameof(i), i.Opcode, "Not of the arithmetic family.");
        }
        body.PopRegister(destination);
    }

    /// <summary>Leaves on signed overflow: the two operands have the sign that the sum has not.</summary>
    private void EmitTrapping(in Instruction i, UnitExit exit)
    {
        bool isSum = i.Opcode != Opcode.Sub;
        body.PushRegister(i.Rs);
        PushSecond(i);
        _il.Emit(isSum ? OpCodes.Add : OpCodes.Sub);
        _il.Emit(OpCodes.Stloc, _sum);

        body.PushRegister(i.Rs);
        _il.Emit(OpCodes.Ldloc, _sum);
        _il.Emit(OpCodes.Xor);
        PushSecond(i);
        if (isSum) _il.Emit(OpCodes.Ldloc, _sum);
        else body.PushRegister(i.Rs);
        _il.Emit(OpCodes.Xor);
        _il.Emit(OpCodes.And);
        _il.Emit(OpCodes.Ldc_I4_0);
        _il.Emit(OpCodes.Blt, body.LabelOf(exit));

        _il.Emit(OpCodes.Ldloc, _sum);
        body.PopRegister(RegisterWrite.Of(i));
    }

    private void PushSecond(in Instruction i)
    {
        if (i.Opcode == Opcode.Addi) _il.Emit(OpCodes.Ldc_I4, (int)i.SignedImmediate);
        else body.PushRegister(i.Rt);
    }

    private void Registers(in Instruction i, OpCode operation)
    {
        body.PushRegister(i.Rs);
        body.PushRegister(i.Rt);
        _il.Emit(operation);
    }

    private void Immediate(in Instruction i, uint immediate, OpCode operation)
    {
        body.PushRegister(i.Rs);
        _il.Emit(OpCodes.Ldc_I4, (int)immediate);
        _il.Emit(operation);
    }

    private void Shift(in Instruction i, OpCode operation)
    {
        body.PushRegister(i.Rt);
        if (i.Sa == 0) return;
        _il.Emit(OpCodes.Ldc_I4, i.Sa);
        _il.Emit(operation);
    }

    private void ShiftByRegister(in Instruction i, OpCode operation)
    {
        body.PushRegister(i.Rt);
        body.PushRegister(i.Rs);
        _il.Emit(OpCodes.Ldc_I4, 31);
        _il.Emit(OpCodes.And);
        _il.Emit(operation);
    }
}
