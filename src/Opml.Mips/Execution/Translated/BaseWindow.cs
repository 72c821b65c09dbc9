using System.Reflection.Emit;
using Opml.Mips.Isa;
using Opml.Mips.Memory;

namespace Opml.Mips.Execution.Translated;

/// <summary>
/// What a unit reaches by small offsets from a register that seldom changes: the stack, mostly. Where that lies in the host is
/// looked up when the register changes, in place of at each access: tables do not change while translated code runs. Where the window is not on
/// one page that may be accessed, or the register is not a multiple of 4, the host address is 0 and each access looks for itself.
/// </summary>
internal sealed class BaseWindow
{
    private const int Reach = 512;

    private readonly ILGenerator _il;
    private readonly int _low;
    private readonly int _high;
    private readonly bool _isWritten;
    private readonly LocalBuilder _host;

    private BaseWindow(ILGenerator il, Accesses accesses)
    {
        _il = il;
        _low = accesses.Low;
        _high = accesses.High;
        _isWritten = accesses.IsWritten;
        Register = accesses.Register;
        _host = il.DeclareLocal(typeof(nint));
    }

    /// <summary>The register.</summary>
    public int Register { get; }

    /// <summary>The window that saves the most looks; null if none saves any. A second one costs a host register and gains nothing.</summary>
    public static BaseWindow? Find(Region region, ILGenerator il)
    {
        Accesses[] all = [.. Enumerable.Range(0, 32).Select(register => new Accesses(register))];
        foreach (BasicBlock block in region.Blocks)
        {
            foreach (Instruction i in block.Body) Count(i);
            if (block.HasJump) Count(block.DelaySlot);
            all[Branching.LinkRegister(block.Jump)].Changes++;
        }
        Accesses best = all.Skip(1).MaxBy(a => a.Saved)!;
        return best.Saved > 0 ? new BaseWindow(il, best) : null;

        void Count(in Instruction i)
        {
            all[RegisterWrite.Of(i)].Changes++;
            if (IsCovered(i)) all[i.Rs].Add(i);
        }
    }

    /// <summary>Whether an instruction accesses memory at such an offset from its base.</summary>
    public static bool IsCovered(in Instruction i)
    {
        int offset = (int)i.SignedImmediate;
        return offset is >= -Reach and < Reach && i.Opcode switch
        {
            Opcode.Lb or Opcode.Lbu or Opcode.Sb => true,
            Opcode.Lh or Opcode.Lhu or Opcode.Sh => offset % 2 == 0,
            Opcode.Lw or Opcode.Sw => offset % 4 == 0,
            _ => false,
        };
    }

    /// <summary>Pushes the host address of an access; goes to <paramref name="none"/> where there is no window.</summary>
    public void Push(in Instruction i, Label none)
    {
        _il.Emit(OpCodes.Ldloc, _host);
        _il.Emit(OpCodes.Brfalse, none);
        _il.Emit(OpCodes.Ldloc, _host);
        if (i.SignedImmediate == 0) return;
        _il.Emit(OpCodes.Ldc_I8, (long)(int)i.SignedImmediate);
        _il.Emit(OpCodes.Conv_I);
        _il.Emit(OpCodes.Add);
    }

    /// <summary>Looks the window up after a change of the register, which is in a local.</summary>
    public void Update(LocalBuilder register)
    {
        Label none = _il.DefineLabel(), done = _il.DefineLabel();
        MemoryEmitter.PushTableEntry(_il, register, _isWritten);
        _il.Emit(OpCodes.Stloc, _host);
        _il.Emit(OpCodes.Ldloc, _host);
        _il.Emit(OpCodes.Brfalse, done);
        _il.Emit(OpCodes.Ldloc, register);
        _il.Emit(OpCodes.Ldc_I4_3);
        _il.Emit(OpCodes.And);
        _il.Emit(OpCodes.Brtrue, none);
        // Unsigned, so that what begins below the page is far above its end.
        _il.Emit(OpCodes.Ldloc, register);
        _il.Emit(OpCodes.Ldc_I4, Page.Size - 1);
        _il.Emit(OpCodes.And);
        if (_low != 0)
        {
            _il.Emit(OpCodes.Ldc_I4, _low);
            _il.Emit(OpCodes.Add);
        }
        _il.Emit(OpCodes.Ldc_I4, Page.Size - (_high - _low));
        _il.Emit(OpCodes.Bgt_Un, none);
        _il.Emit(OpCodes.Ldloc, _host);
        _il.Emit(OpCodes.Ldloc, register);
        _il.Emit(OpCodes.Conv_U8);
        _il.Emit(OpCodes.Add);
        _il.Emit(OpCodes.Stloc, _host);
        _il.Emit(OpCodes.Br, done);
        _il.MarkLabel(none);
        _il.Emit(OpCodes.Ldc_I4_0);
        _il.Emit(OpCodes.Conv_I);
        _il.Emit(OpCodes.Stloc, _host);
        _il.MarkLabel(done);
    }

    private sealed class Accesses(int register)
    {
        private int _count;

        public int Register => register;

        public int Low { get; private set; }

        public int High { get; private set; }

        public bool IsWritten { get; private set; }

        public int Changes { get; set; } = 1; // the entry

        /// <summary>A change costs about two looks.</summary>
        public int Saved => _count - 2 * Changes;

        public void Add(in Instruction i)
        {
            _count++;
            Low = Math.Min(Low, (int)i.SignedImmediate);
            High = Math.Max(High, (int)i.SignedImmediate + sizeof(uint));
            IsWritten |= i.Opcode is Opcode.Sb or Opcode.Sh or Opcode.Sw;
        }
    }
}
