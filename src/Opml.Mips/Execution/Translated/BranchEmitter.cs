using System.Reflection.Emit;
using Opml.Mips.Isa;

namespace Opml.Mips.Execution.Translated;

/// <summary>Conditions of branches.</summary>
internal static class BranchEmitter
{
    /// <summary>Branches where the condition holds.</summary>
    public static void BranchIf(UnitBody body, in Instruction i, Label label)
    {
        PushOperands(body, i);
        body.IL.Emit(Family(i.Opcode) switch
        {
            Opcode.Beq => OpCodes.Beq,
            Opcode.Bne => OpCodes.Bne_Un,
            Opcode.Blez => OpCodes.Ble,
            Opcode.Bgtz => OpCodes.Bgt,
            Opcode.Bltz => OpCodes.Blt,
            _ => OpCodes.Bge,
        }, label);
    }

    /// <summary>Pushes 1 where the condition holds, else 0.</summary>
    public static void PushCondition(UnitBody body, in Instruction i)
    {
        ILGenerator il = body.IL;
        PushOperands(body, i);
        Opcode family = Family(i.Opcode);
        il.Emit(family switch
        {
            Opcode.Beq or Opcode.Bne => OpCodes.Ceq,
            Opcode.Blez or Opcode.Bgtz => OpCodes.Cgt,
            _ => OpCodes.Clt,
        });
        if (family is not (Opcode.Bne or Opcode.Blez or Opcode.Bgez)) return;
        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Ceq);
    }

    private static void PushOperands(UnitBody body, in Instruction i)
    {
        body.PushRegister(i.Rs);
        if (Family(i.Opcode) is Opcode.Beq or Opcode.Bne) body.PushRegister(i.Rt);
        else body.IL.Emit(OpCodes.Ldc_I4_0);
    }

    private static Opcode Family(Opcode opcode) => opcode switch
    {
        Opcode.Beql => Opcode.Beq,
        Opcode.Bnel => Opcode.Bne,
        Opcode.Blezl => Opcode.Blez,
        Opcode.Bgtzl => Opcode.Bgtz,
        Opcode.Bltzl or Opcode.Bltzal or Opcode.Bltzall => Opcode.Bltz,
        Opcode.Bgezl or Opcode.Bgezal or Opcode.Bgezall => Opcode.Bgez,
        _ => opcode,
    };
}
