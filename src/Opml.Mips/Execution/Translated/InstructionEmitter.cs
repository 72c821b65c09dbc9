using System.Reflection.Emit;
using Opml.Mips.Isa;

namespace Opml.Mips.Execution.Translated;

/// <summary>Emits an instruction that neither jumps nor calls the system, by its family.</summary>
internal sealed class InstructionEmitter(UnitBody body)
{
    private readonly ArithmeticEmitter _arithmetic = new(body);
    private readonly MultiplyEmitter _multiply = new(body);
    private readonly MemoryEmitter _memory = new(body);

    /// <param name="i">The instruction.</param>
    /// <param name="exit">Where it leaves to when it is not to be executed here, before it has done anything.</param>
    public void Emit(in Instruction i, UnitExit exit)
    {
        switch (i.Opcode)
        {
            case >= Opcode.Sll and <= Opcode.Lui or >= Opcode.Clz and <= Opcode.Movn:
                _arithmetic.Emit(i, exit);
                break;
            case >= Opcode.Mult and <= Opcode.Mtlo:
                _multiply.Emit(i);
                break;
            case >= Opcode.Lb and <= Opcode.Sc:
                _memory.Emit(i, exit);
                break;
            case >= Opcode.Teq and <= Opcode.Tltiu:
                body.PushRegister(i.Rs);
                if (i.Opcode >= Opcode.Teqi) body.IL.Emit(OpCodes.Ldc_I4, (int)i.SignedImmediate);
                else body.PushRegister(i.Rt);
                body.IL.Emit(Trap(i.Opcode), body.LabelOf(exit));
                break;
            case Opcode.Sync or Opcode.Pref:
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(i), i.Opcode, "Not for translation.");
        }
    }

    private static OpCode Trap(Opcode opcode) => opcode switch
    {
        Opcode.Teq or Opcode.Teqi => OpCodes.Beq,
        Opcode.Tne or Opcode.Tnei => OpCodes.Bne_Un,
        Opcode.Tge or Opcode.Tgei => OpCodes.Bge,
        Opcode.Tgeu or Opcode.Tgeiu => OpCodes.Bge_Un,
        Opcode.Tlt or Opcode.Tlti => OpCodes.Blt,
        _ => OpCodes.Blt_Un,
    };
}
