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

    /// <summary>
    /// Branches by the comparison that computed what the branch tests against zero, so that the branch does not wait for its result.
    /// </summary>
    /// <returns>False, and nothing is emitted, where there is no such comparison at the body's end whose operands still stand.</returns>
    public static bool TryFuse(UnitBody body, BasicBlock block, Label label)
    {
        Instruction jump = block.Jump;
        if (Family(jump.Opcode) is not (Opcode.Beq or Opcode.Bne) || (jump.Rs != 0 && jump.Rt != 0)) return false;
        int tested = jump.Rs | jump.Rt;
        if (FindComparison(block, tested) is not { } compare) return false;
        body.PushRegister(compare.Rs);
        if (compare.Opcode is Opcode.Slti or Opcode.Sltiu) body.IL.Emit(OpCodes.Ldc_I4, (int)compare.SignedImmediate);
        else body.PushRegister(compare.Rt);
        bool isSigned = compare.Opcode is Opcode.Slt or Opcode.Slti;
        body.IL.Emit((Family(jump.Opcode) == Opcode.Bne, isSigned) switch
        {
            (true, true) => OpCodes.Blt,
            (true, false) => OpCodes.Blt_Un,
            (false, true) => OpCodes.Bge,
            (false, false) => OpCodes.Bge_Un,
        }, label);
        return true;
    }

    private static Instruction? FindComparison(BasicBlock block, int result)
    {
        if (result == 0) return null;
        int changed = 1 << RegisterWrite.Of(block.DelaySlot);
        for (int n = block.Body.Length - 1; n >= 0; n--)
        {
            Instruction i = block.Body[n];
            changed |= 1 << RegisterWrite.Of(i);
            if (RegisterWrite.Of(i) != result) continue;
            bool isComparison = i.Opcode is Opcode.Slt or Opcode.Sltu or Opcode.Slti or Opcode.Sltiu;
            int operands = 1 << i.Rs | (i.Opcode is Opcode.Slt or Opcode.Sltu ? 1 << i.Rt : 0);
            return isComparison && RegisterWrite.Of(block.DelaySlot) != result && (changed & operands & ~1) == 0 ? i : null;
        }
        return null;
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
