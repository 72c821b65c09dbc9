using System.Numerics;
using System.Runtime.CompilerServices;
using Opml.Mips.Isa;
using Opml.Mips.Memory;
using Opml.Mips.State;

namespace Opml.Mips.Execution.Translated;

/// <summary>Executes predecoded instructions one by one: code that is not hot, and steps that translated code leaves alone.</summary>
internal sealed unsafe class Interpreter(Machine machine, GuestCode code)
{
    private const ulong NoPage = 1UL << 40; // any pc less this is far beyond a page

    private readonly nint* _reads = machine.Memory.Tables.Reads;
    private readonly nint* _writes = machine.Memory.Tables.Writes;

    /// <summary>
    /// Executes until the budget is used up, the guest ends, or, where <paramref name="profile"/> says so, a jump leads to a place
    /// that has been jumped to often enough. At least one step is made.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(GuestRegisters* g, bool profile)
    {
        uint* r = g->Words;
        uint pc = g->Pc, nextPc = g->NextPc;
        long budget = g->Budget;
        bool jumped = false;
        CodePage page = null!;
        ref MicroOp ops = ref Unsafe.NullRef<MicroOp>();
        ulong pageStart = NoPage;

        while (budget > 0)
        {
            ulong offset = pc - pageStart;
            if (offset >= Page.Size || (offset & 3) != 0)
            {
                if ((pc & 3) != 0)
                {
                    budget--;
                    machine.State.Status = MachineStatus.Trapped;
                    break;
                }
                page = code.PageOf(pc);
                ops = ref page.Ops[0];
                pageStart = pc & ~(uint)(Page.Size - 1);
                offset = pc - pageStart;
            }

            MicroOp op = Unsafe.Add(ref ops, (nuint)(offset >> 2));
            uint address;
            switch (op.Opcode)
            {
                case MicroOp.Unknown:
                    page.Ops[offset >> 2] = MicroOp.Decode(code.ReadWord(pc), pc);
                    continue;

                case Opcode.Sll: r[op.D] = r[op.B] << (int)op.Immediate; break;
                case Opcode.Srl: r[op.D] = r[op.B] >> (int)op.Immediate; break;
                case Opcode.Sra: r[op.D] = (uint)((int)r[op.B] >> (int)op.Immediate); break;
                case Opcode.Sllv: r[op.D] = r[op.B] << (int)(r[op.A] & 31); break;
                case Opcode.Srlv: r[op.D] = r[op.B] >> (int)(r[op.A] & 31); break;
                case Opcode.Srav: r[op.D] = (uint)((int)r[op.B] >> (int)(r[op.A] & 31)); break;

                case Opcode.Addu: r[op.D] = r[op.A] + r[op.B]; break;
                case Opcode.Subu: r[op.D] = r[op.A] - r[op.B]; break;
                case Opcode.And: r[op.D] = r[op.A] & r[op.B]; break;
                case Opcode.Or: r[op.D] = r[op.A] | r[op.B]; break;
                case Opcode.Xor: r[op.D] = r[op.A] ^ r[op.B]; break;
                case Opcode.Nor: r[op.D] = ~(r[op.A] | r[op.B]); break;
                case Opcode.Slt: r[op.D] = (int)r[op.A] < (int)r[op.B] ? 1u : 0; break;
                case Opcode.Sltu: r[op.D] = r[op.A] < r[op.B] ? 1u : 0; break;
                case Opcode.Addiu: r[op.D] = r[op.A] + op.Immediate; break;
                case Opcode.Slti: r[op.D] = (int)r[op.A] < (int)op.Immediate ? 1u : 0; break;
                case Opcode.Sltiu: r[op.D] = r[op.A] < op.Immediate ? 1u : 0; break;
                case Opcode.Andi: r[op.D] = r[op.A] & op.Immediate; break;
                case Opcode.Ori: r[op.D] = r[op.A] | op.Immediate; break;
                case Opcode.Xori: r[op.D] = r[op.A] ^ op.Immediate; break;
                case Opcode.Lui: r[op.D] = op.Immediate; break;

                case Opcode.Clz: r[op.D] = (uint)BitOperations.LeadingZeroCount(r[op.A]); break;
                case Opcode.Clo: r[op.D] = (uint)BitOperations.LeadingZeroCount(~r[op.A]); break;
                case Opcode.Movz: if (r[op.B] == 0) r[op.D] = r[op.A]; break;
                case Opcode.Movn: if (r[op.B] != 0) r[op.D] = r[op.A]; break;

                case Opcode.Multu:
                    {
                        ulong product = (ulong)r[op.A] * r[op.B];
                        r[GuestRegisters.Lo] = (uint)product;
                        r[GuestRegisters.Hi] = (uint)(product >> 32);
                        break;
                    }
                case Opcode.Mul: r[op.D] = r[op.A] * r[op.B]; break;
                case Opcode.Mfhi: r[op.D] = r[GuestRegisters.Hi]; break;
                case Opcode.Mflo: r[op.D] = r[GuestRegisters.Lo]; break;
                case Opcode.Mthi: r[GuestRegisters.Hi] = r[op.A]; break;
                case Opcode.Mtlo: r[GuestRegisters.Lo] = r[op.A]; break;
                case Opcode.Mult or Opcode.Div or Opcode.Divu or Opcode.Madd or Opcode.Maddu or Opcode.Msub or Opcode.Msubu:
                    Multiply(r, code.ReadWord(pc));
                    break;

                case Opcode.J or Opcode.Jal or Opcode.Jr or Opcode.Jalr:
                    {
                        if (nextPc != pc + 4) goto trap;
                        uint target = op.Opcode is Opcode.Jr or Opcode.Jalr ? r[op.A] : op.Immediate;
                        if (op.Opcode is Opcode.Jal or Opcode.Jalr) r[op.D] = pc + 8;
                        budget--;
                        pc = nextPc;
                        nextPc = target;
                        jumped = profile;
                        continue;
                    }

                case >= Opcode.Beq and <= Opcode.Bgezall:
                    {
                        if (nextPc != pc + 4) goto trap;
                        uint rs = r[op.A];
                        bool taken = op.Opcode switch
                        {
                            Opcode.Beq or Opcode.Beql => rs == r[op.B],
                            Opcode.Bne or Opcode.Bnel => rs != r[op.B],
                            Opcode.Blez or Opcode.Blezl => (int)rs <= 0,
                            Opcode.Bgtz or Opcode.Bgtzl => (int)rs > 0,
                            Opcode.Bltz or Opcode.Bltzl or Opcode.Bltzal or Opcode.Bltzall => (int)rs < 0,
                            _ => (int)rs >= 0,
                        };
                        r[op.D] = pc + 8; // the sink for those that do not link
                        budget--;
                        if (taken)
                        {
                            pc = nextPc;
                            nextPc = op.Immediate;
                            jumped = profile;
                        }
                        else if (op.Opcode >= Opcode.Beql)
                        {
                            pc += 8;
                            nextPc = pc + 4;
                            if (profile && code.IsHot(pc)) goto stop;
                        }
                        else
                        {
                            pc = nextPc;
                            nextPc += 4;
                            jumped = profile;
                        }
                        continue;
                    }

                case Opcode.Lw or Opcode.Ll:
                    {
                        address = r[op.A] + op.Immediate;
                        if ((address & 3) != 0) goto trap;
                        r[op.D] = GuestWord.Read(Readable(address));
                        break;
                    }
                case Opcode.Lbu: r[op.D] = *(byte*)Readable(address = r[op.A] + op.Immediate); break;
                case Opcode.Lb: r[op.D] = (uint)*(sbyte*)Readable(address = r[op.A] + op.Immediate); break;
                case Opcode.Lh or Opcode.Lhu or Opcode.Lwl or Opcode.Lwr:
                    {
                        address = r[op.A] + op.Immediate;
                        if (DataAccess.IsMisaligned(op.Opcode, address)) goto trap;
                        r[op.D] = DataAccess.Load(op.Opcode, address, GuestWord.Read(Readable(address & ~3u)), r[op.B]);
                        break;
                    }

                case Opcode.Sw or Opcode.Sc:
                    {
                        address = r[op.A] + op.Immediate;
                        if ((address & 3) != 0) goto trap;
                        nint entry = _writes[address >> Page.Shift];
                        if (entry == 0)
                        {
                            entry = code.OpenForWrite(address, out bool wasCode);
                            if (wasCode) pageStart = NoPage;
                        }
                        GuestWord.Write(entry, address, r[op.B]);
                        if (op.Opcode == Opcode.Sc) r[op.D] = 1;
                        break;
                    }
                case Opcode.Sb or Opcode.Sh or Opcode.Swl or Opcode.Swr:
                    {
                        address = r[op.A] + op.Immediate;
                        if (DataAccess.IsMisaligned(op.Opcode, address)) goto trap;
                        nint entry = _writes[address >> Page.Shift];
                        if (entry == 0)
                        {
                            entry = code.OpenForWrite(address, out bool wasCode);
                            if (wasCode) pageStart = NoPage;
                        }
                        uint aligned = address & ~3u;
                        GuestWord.Write(entry, aligned, DataAccess.Store(op.Opcode, address, GuestWord.Read(entry, aligned), r[op.B]));
                        break;
                    }

                case Opcode.Syscall:
                    g->Pc = pc;
                    g->NextPc = nextPc;
                    if (!Call(g))
                    {
                        budget--;
                        goto stop;
                    }
                    break;

                case Opcode.Add:
                    {
                        uint a = r[op.A], b = r[op.B], sum = a + b;
                        if (((a ^ sum) & (b ^ sum)) >> 31 != 0) goto trap;
                        r[op.D] = sum;
                        break;
                    }
                case Opcode.Addi:
                    {
                        uint a = r[op.A], sum = a + op.Immediate;
                        if (((a ^ sum) & (op.Immediate ^ sum)) >> 31 != 0) goto trap;
                        r[op.D] = sum;
                        break;
                    }
                case Opcode.Sub:
                    {
                        uint a = r[op.A], b = r[op.B], difference = a - b;
                        if (((a ^ b) & (a ^ difference)) >> 31 != 0) goto trap;
                        r[op.D] = difference;
                        break;
                    }

                case >= Opcode.Teq and <= Opcode.Tltiu:
                    if (Trapping.Holds(Decoder.Decode(code.ReadWord(pc)), r[op.A], r[op.B])) goto trap;
                    break;

                case Opcode.Sync or Opcode.Pref: break;

                default: goto trap; // Reserved, Break
            }

            budget--;
            pc = nextPc;
            nextPc += 4;
            if (!jumped) continue;
            jumped = false;
            if (code.IsHot(pc)) goto stop;
            continue;

        trap:
            budget--;
            machine.State.Status = MachineStatus.Trapped;
            break;
        }

    stop:
        g->Pc = pc;
        g->NextPc = nextPc;
        g->Budget = budget;
    }

    /// <summary>Host address of a byte to be read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private nint Readable(uint address)
    {
        nint entry = _reads[address >> Page.Shift];
        if (entry == 0) entry = machine.Memory.OpenForRead(address >> Page.Shift);
        return entry + (nint)address;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Multiply(uint* r, uint word)
    {
        Instruction i = Decoder.Decode(word);
        MultiplyDivide.Execute(i, r[i.Rs], r[i.Rt], ref r[GuestRegisters.Hi], ref r[GuestRegisters.Lo], out _);
    }

    /// <summary>Carries out a system call. False when it ended the run.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Call(GuestRegisters* g)
    {
        CpuState state = machine.State;
        g->Store(state);
        if (machine.Console is { } console) console.Overhear(state, machine.Memory);
        bool goesOn = SystemCalls.Execute(state);
        g->Load(state);
        return goesOn;
    }
}
