using Opml.Mips.Isa;
using Opml.Mips.State;

namespace Opml.Mips.Execution.Reference;

/// <summary>
/// One step of the machine, rule by rule as the step contract has it (MipsMachine.sol); the two are read side by side.
/// </summary>
internal static class StepFunction
{
    /// <summary>Executes exactly one instruction, or nothing where the state is not running.</summary>
    public static void Execute<TMemory>(CpuState s, ref TMemory memory)
        where TMemory : IStepMemory
    {
        if (s.Status != MachineStatus.Running) return;
        s.Step = unchecked(s.Step + 1);
        if ((s.Pc & 3) != 0)
        {
            Trap(s);
            return;
        }

        Instruction i = Decoder.Decode(memory.ReadInstruction(s.Pc));
        uint rs = s.Registers[i.Rs];
        uint rt = s.Registers[i.Rt];
        switch (i.Opcode)
        {
            case >= Opcode.Sll and <= Opcode.Lui or >= Opcode.Clz and <= Opcode.Movn:
                if (!Arithmetic.TryEvaluate(i, rs, rt, out int destination, out uint value)) Trap(s);
                else Write(s, destination, value);
                break;

            case >= Opcode.Mult and <= Opcode.Mtlo:
                uint hi = s.Hi, lo = s.Lo;
                int register = MultiplyDivide.Execute(i, rs, rt, ref hi, ref lo, out uint result);
                (s.Hi, s.Lo) = (hi, lo);
                Write(s, register, result);
                break;

            case >= Opcode.J and <= Opcode.Bgezall:
                Branch(s, i, rs, rt);
                break;

            case >= Opcode.Lb and <= Opcode.Sc:
                Access(s, ref memory, i, rs, rt);
                break;

            case Opcode.Syscall:
                if (SystemCalls.Execute(s)) Advance(s);
                break;

            case >= Opcode.Teq and <= Opcode.Tltiu:
                if (Trapping.Holds(i, rs, rt)) Trap(s);
                else Advance(s);
                break;

            case Opcode.Sync or Opcode.Pref:
                Advance(s);
                break;

            default: // Reserved, Break
                Trap(s);
                break;
        }
    }

    private static void Branch(CpuState s, in Instruction i, uint rs, uint rt)
    {
        if (s.NextPc != unchecked(s.Pc + 4))
        {
            Trap(s); // in a delay slot
            return;
        }
        bool taken = Branching.IsTaken(i, rs, rt);
        uint target = Branching.Target(i, rs, s.Pc);
        int link = Branching.LinkRegister(i);
        if (link != 0) s.Registers[link] = s.Pc + 8;
        if (taken)
        {
            s.Pc = s.NextPc;
            s.NextPc = target;
        }
        else if (Branching.IsLikely(i.Opcode))
        {
            s.Pc += 8;
            s.NextPc = s.Pc + 4;
        }
        else
        {
            Advance(s);
        }
    }

    private static void Access<TMemory>(CpuState s, ref TMemory memory, in Instruction i, uint rs, uint rt)
        where TMemory : IStepMemory
    {
        uint address = DataAccess.Address(i, rs);
        if (DataAccess.IsMisaligned(i.Opcode, address))
        {
            Trap(s);
            return;
        }
        uint word = memory.ReadData(address);
        if (DataAccess.IsStore(i.Opcode))
        {
            memory.WriteData(address, DataAccess.Store(i.Opcode, address, word, rt));
            Write(s, i.Opcode == Opcode.Sc ? i.Rt : 0, 1);
        }
        else
        {
            Write(s, i.Rt, DataAccess.Load(i.Opcode, address, word, rt));
        }
    }

    private static void Write(CpuState s, int register, uint value)
    {
        if (register != 0) s.Registers[register] = value;
        Advance(s);
    }

    private static void Advance(CpuState s)
    {
        s.Pc = s.NextPc;
        s.NextPc += 4;
    }

    private static void Trap(CpuState s) => s.Status = MachineStatus.Trapped;
}
