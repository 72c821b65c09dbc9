using Opml.Mips.Elf;
using Opml.Mips.Isa;
using Opml.Mips.Memory;

namespace Opml.Mips.Insight;

/// <summary>
/// Follows the stack pointer, the return address and the frame pointer through every way in one function's code, so that its frame can
/// be told at each instruction, without debugging information. It relies on what both gcc and Go keep to: a callee gives back $sp and $s8 as it got
/// them (System V ABI, MIPS supplement, 3rd ed., "Function Calling Sequence"), and nobody else writes to the slots of saved registers.
/// </summary>
internal sealed class FrameFlow
{
    private const int Sp = 29;
    private const int S8 = 30;
    private const int Ra = 31;
    private const uint LongestFunction = 1 << 20;

    // Go's check for room on the stack: it returns to the function's first instruction with $ra as it was.
    private const string GoStackGrowth = "runtime.morestack";

    private readonly AddressSpace _memory;
    private readonly SymbolTable _symbols;
    private readonly uint _start;
    private readonly uint _end;
    private readonly Dictionary<uint, Frame> _frames = [];
    private readonly Queue<uint> _ways = new();
    private Frame? _atTableJump;

    private FrameFlow(AddressSpace memory, SymbolTable symbols, uint start, uint end)
    {
        (_memory, _symbols, _start, _end) = (memory, symbols, start, end);
        Reach(start, Frame.AtEntry);
        Follow();
        if (_atTableJump is not { } atJump) return;

        // A table's targets are not in the code: what nothing else reaches is taken to be reached from the jump.
        for (uint address = start; address < end; address += 4)
        {
            if (_frames.ContainsKey(address)) continue;
            Reach(address, atJump);
            Follow();
        }
    }

    /// <summary>The frame before the instruction at an address; null where it cannot be told.</summary>
    /// <param name="memory">Memory with the code.</param>
    /// <param name="symbols">The symbols: the function begins where its symbol does.</param>
    /// <param name="pc">The address.</param>
    public static Frame? At(AddressSpace memory, SymbolTable symbols, uint pc)
    {
        if ((pc & 3) != 0 || symbols.Locate(pc) is not { Symbol: { IsFunction: true } function } location) return null;
        uint length = function.Size == 0 ? location.Offset + 4 : function.Size;
        if (length > LongestFunction || (function.Address & 3) != 0) return null;
        var flow = new FrameFlow(memory, symbols, function.Address, function.Address + (length & ~3u));
        return flow._frames.TryGetValue(pc, out Frame frame) ? frame : null;
    }

    private void Follow()
    {
        while (_ways.TryDequeue(out uint address)) Pass(address, _frames[address]);
    }

    private void Pass(uint address, Frame before)
    {
        Instruction i = Decoder.Decode(_memory.ReadWord(address));
        if (i.Opcode is not (>= Opcode.J and <= Opcode.Bgezall))
        {
            if (i.Opcode is not (Opcode.Break or Opcode.Reserved)) Reach(address + 4, After(i, before));
            return;
        }

        bool links = Branching.LinkRegister(i) != 0;
        Frame inSlot = Branching.LinkRegister(i) == Ra ? before with { ReturnInRegister = false } : before;
        Note(address + 4, inSlot);
        Frame after = After(Decoder.Decode(_memory.ReadWord(address + 4)), inSlot);
        if (i.Opcode == Opcode.Jr)
        {
            if (i.Rs != Ra) _atTableJump = after;
            return;
        }

        uint? target = i.Opcode == Opcode.Jalr ? null : Branching.Target(i, 0, address);
        if (links && target is { } callee && _symbols.Locate(callee)?.Symbol.Name.StartsWith(GoStackGrowth, StringComparison.Ordinal) == true)
            after = after with { ReturnInRegister = before.ReturnInRegister };
        else if (!links && target is { } way)
            Reach(way, after);
        if (links || !IsAlways(i)) Reach(address + 8, Branching.IsLikely(i.Opcode) ? inSlot : after);
    }

    private static bool IsAlways(in Instruction i) =>
        i.Opcode == Opcode.J || (i.Opcode == Opcode.Beq && i.Rs == i.Rt) || (i.Opcode is Opcode.Bgez or Opcode.Blez && i.Rs == 0);

    /// <summary>A way leads to an address: it is followed if that tells something new.</summary>
    private void Reach(uint address, Frame frame)
    {
        if (Note(address, frame)) _ways.Enqueue(address);
    }

    private bool Note(uint address, Frame frame)
    {
        if (address < _start || address >= _end) return false;
        if (_frames.TryGetValue(address, out Frame known))
        {
            frame = Frame.Meet(known, frame);
            if (frame == known) return false;
        }
        _frames[address] = frame;
        return true;
    }

    private static Frame After(in Instruction i, Frame f)
    {
        int offset = (int)i.SignedImmediate;
        int? place = i.Rs == Sp ? f.StackPointer + offset : i.Rs == S8 ? f.FramePointer + offset : null;
        switch (i.Opcode)
        {
            case Opcode.Sw when i.Rt == Ra && f.ReturnInRegister && place is not null: return f with { ReturnSlot = place };
            case Opcode.Sw when i.Rt == S8 && f.CallersFramePointer && place is not null: return f with { FramePointerSlot = place };
            case Opcode.Lw when i.Rt == Ra: return f with { ReturnInRegister = place is not null && place == f.ReturnSlot };
            case Opcode.Lw when i.Rt == S8: return f with { CallersFramePointer = place is not null && place == f.FramePointerSlot, FramePointer = null };
        }

        int written = RegisterWrite.Of(i);
        if (written is not (Sp or S8 or Ra)) return f;
        if (written == Ra) return f with { ReturnInRegister = false };
        int? value = i.Opcode switch
        {
            Opcode.Addiu or Opcode.Addi => place,
            Opcode.Addu or Opcode.Or when i.Rt == 0 => place - offset,
            _ => null,
        };
        return written == Sp ? f with { StackPointer = value } : f with { FramePointer = value, CallersFramePointer = false };
    }
}
