using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;
using Opml.Mips.Isa;
using Opml.Mips.Memory;

namespace Opml.Mips.Execution.Translated;

/// <summary>
/// Loads and stores by the page tables (<see cref="PageTables"/>): one look finds the page, and whether the access may be made here.
/// </summary>
internal sealed class MemoryEmitter(UnitBody body)
{
    private static readonly MethodInfo s_reverseWord = typeof(BinaryPrimitives).GetMethod(nameof(BinaryPrimitives.ReverseEndianness), [typeof(uint)])!;
    private static readonly MethodInfo s_reverseHalf = typeof(BinaryPrimitives).GetMethod(nameof(BinaryPrimitives.ReverseEndianness), [typeof(ushort)])!;
    private static readonly MethodInfo s_load = typeof(DataAccess).GetMethod(nameof(DataAccess.Load))!;
    private static readonly MethodInfo s_store = typeof(DataAccess).GetMethod(nameof(DataAccess.Store))!;

    private readonly ILGenerator _il = body.IL;
    private readonly LocalBuilder _address = body.IL.DeclareLocal(typeof(ulong));
    private readonly LocalBuilder _entry = body.IL.DeclareLocal(typeof(nint));

    public void Emit(in Instruction i, UnitExit exit)
    {
        switch (i.Opcode)
        {
            // A byte may be read wherever one likes: nobody sees it.
            case Opcode.Lb or Opcode.Lbu or Opcode.Lwl or Opcode.Lwr when i.Rt == 0: return;
            case Opcode.Lb: Load(i, 0, OpCodes.Ldind_I1, null, exit); break;
            case Opcode.Lbu: Load(i, 0, OpCodes.Ldind_U1, null, exit); break;
            case Opcode.Lh or Opcode.Lhu: Load(i, 1, OpCodes.Ldind_U2, s_reverseHalf, exit); break;
            case Opcode.Lw or Opcode.Ll: Load(i, 2, OpCodes.Ldind_U4, s_reverseWord, exit); break;
            case Opcode.Sb: Store(i, 0, OpCodes.Stind_I1, null, exit); break;
            case Opcode.Sh: Store(i, 1, OpCodes.Stind_I2, s_reverseHalf, exit); break;
            case Opcode.Sw or Opcode.Sc: Store(i, 2, OpCodes.Stind_I4, s_reverseWord, exit); break;
            case Opcode.Lwl or Opcode.Lwr: LoadPart(i, exit); break;
            case Opcode.Swl or Opcode.Swr: StorePart(i, exit); break;
            default: throw new ArgumentOutOfRangeException(nameof(i), i.Opcode, "Not a load or store.");
        }
        if (i.Opcode != Opcode.Sc) return;
        _il.Emit(OpCodes.Ldc_I4_1);
        body.PopRegister(i.Rt);
    }

    private void Load(in Instruction i, int sizeBits, OpCode read, MethodInfo? reverse, UnitExit exit)
    {
        if (OpenByWindow(i) is { } otherwise)
        {
            Read(i, read, reverse);
            Instruction same = i;
            otherwise(() =>
            {
                Open(same, isStore: false, sizeBits, exit);
                PushHost();
                Read(same, read, reverse);
            });
            return;
        }
        Open(i, isStore: false, sizeBits, exit);
        PushHost();
        Read(i, read, reverse);
    }

    private void Read(in Instruction i, OpCode read, MethodInfo? reverse)
    {
        _il.Emit(read);
        Reverse(reverse);
        if (i.Opcode == Opcode.Lh) _il.Emit(OpCodes.Conv_I2);
        body.PopRegister(i.Rt);
    }

    private void Store(in Instruction i, int sizeBits, OpCode write, MethodInfo? reverse, UnitExit exit)
    {
        if (OpenByWindow(i) is { } otherwise)
        {
            Write(i, write, reverse);
            Instruction same = i;
            otherwise(() =>
            {
                Open(same, isStore: true, sizeBits, exit);
                PushHost();
                Write(same, write, reverse);
            });
            return;
        }
        Open(i, isStore: true, sizeBits, exit);
        PushHost();
        Write(i, write, reverse);
    }

    private void Write(in Instruction i, OpCode write, MethodInfo? reverse)
    {
        body.PushRegister(i.Rt);
        if (write == OpCodes.Stind_I2) _il.Emit(OpCodes.Conv_U2);
        Reverse(reverse);
        _il.Emit(write);
    }

    /// <summary>
    /// Pushes the host address by the window over the base, if it has one. Returns what to call behind the access with what is to be done instead where the window is shut: that
    /// comes behind all else.
    /// </summary>
    private Action<Action>? OpenByWindow(in Instruction i)
    {
        if (!BaseWindow.IsCovered(i) || body.WindowOf(i.Rs) is not { } window) return null;
        Label shut = _il.DefineLabel();
        window.Push(i, shut);
        return instead =>
        {
            Label back = _il.DefineLabel();
            _il.MarkLabel(back);
            body.Later(() =>
            {
                _il.MarkLabel(shut);
                instead();
                _il.Emit(OpCodes.Br, back);
            });
        };
    }

    private void LoadPart(in Instruction i, UnitExit exit)
    {
        Open(i, isStore: false, 0, exit);
        _il.Emit(OpCodes.Ldc_I4, (int)i.Opcode);
        _il.Emit(OpCodes.Ldloc, _address);
        _il.Emit(OpCodes.Conv_U4);
        PushWordAround();
        body.PushRegister(i.Rt);
        _il.Emit(OpCodes.Call, s_load);
        body.PopRegister(i.Rt);
    }

    private void StorePart(in Instruction i, UnitExit exit)
    {
        Open(i, isStore: true, 0, exit);
        PushHost();
        _il.Emit(OpCodes.Ldc_I4, -4);
        _il.Emit(OpCodes.Conv_I);
        _il.Emit(OpCodes.And);
        _il.Emit(OpCodes.Ldc_I4, (int)i.Opcode);
        _il.Emit(OpCodes.Ldloc, _address);
        _il.Emit(OpCodes.Conv_U4);
        PushWordAround();
        body.PushRegister(i.Rt);
        _il.Emit(OpCodes.Call, s_store);
        Reverse(s_reverseWord);
        _il.Emit(OpCodes.Stind_I4);
    }

    /// <summary>Finds address and table entry, and leaves where there is none.</summary>
    private void Open(in Instruction i, bool isStore, int sizeBits, UnitExit exit)
    {
        body.PushRegister(i.Rs);
        if (i.SignedImmediate != 0)
        {
            _il.Emit(OpCodes.Ldc_I4, (int)i.SignedImmediate);
            _il.Emit(OpCodes.Add);
        }
        _il.Emit(OpCodes.Conv_U8);
        _il.Emit(OpCodes.Stloc, _address);
        if (sizeBits != 0)
        {
            _il.Emit(OpCodes.Ldloc, _address);
            _il.Emit(OpCodes.Conv_U4);
            _il.Emit(OpCodes.Ldc_I4, (1 << sizeBits) - 1);
            _il.Emit(OpCodes.And);
            _il.Emit(OpCodes.Brtrue, body.LabelOf(exit));
        }

        PushTableEntry(_il, _address, isStore);
        _il.Emit(OpCodes.Stloc, _entry);
        _il.Emit(OpCodes.Ldloc, _entry);
        _il.Emit(OpCodes.Brfalse, body.LabelOf(exit));
    }

    /// <summary>Pushes the table entry of an address in a local: 0 where it may not be accessed.</summary>
    public static void PushTableEntry(ILGenerator il, LocalBuilder address, bool isStore)
    {
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldloc, address);
        if (address.LocalType == typeof(uint)) il.Emit(OpCodes.Conv_U8);
        il.Emit(OpCodes.Ldc_I4, Page.Shift);
        il.Emit(OpCodes.Shr_Un);
        il.Emit(OpCodes.Ldc_I4_3);
        il.Emit(OpCodes.Shl);
        il.Emit(OpCodes.Add);
        if (isStore)
        {
            il.Emit(OpCodes.Ldc_I4, PageTables.Entries * sizeof(long));
            il.Emit(OpCodes.Conv_I);
            il.Emit(OpCodes.Add);
        }
        il.Emit(OpCodes.Ldind_I);
    }

    private void PushHost()
    {
        _il.Emit(OpCodes.Ldloc, _entry);
        _il.Emit(OpCodes.Ldloc, _address);
        _il.Emit(OpCodes.Add);
    }

    /// <summary>Pages begin at multiples of 8 in the host, so the word around a byte is found by its host address.</summary>
    private void PushWordAround()
    {
        PushHost();
        _il.Emit(OpCodes.Ldc_I4, -4);
        _il.Emit(OpCodes.Conv_I);
        _il.Emit(OpCodes.And);
        _il.Emit(OpCodes.Ldind_U4);
        Reverse(s_reverseWord);
    }

    private void Reverse(MethodInfo? reverse)
    {
        if (reverse is not null && BitConverter.IsLittleEndian) _il.Emit(OpCodes.Call, reverse);
    }
}
