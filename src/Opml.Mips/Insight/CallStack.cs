using Opml.Mips.Elf;
using Opml.Mips.Isa;
using Opml.Mips.Memory;
using Opml.Mips.State;

namespace Opml.Mips.Insight;

/// <summary>
/// Who called whom at some step, as far as the program's code tells: each function's frame follows from its own
/// instructions (<see cref="FrameFlow"/>), and each return address must follow a call. Where either fails, the stack ends, and says why.
/// </summary>
/// <param name="Frames">The functions, the running one first.</param>
/// <param name="End">Why there are no more.</param>
public sealed record CallStack(IReadOnlyList<StackFrame> Frames, string End)
{
    private const int MaximumDepth = 1024;
    // Where Go has a goroutine's first function return to.
    private const string GoroutineEnd = "runtime.goexit";

    private const int FramePointer = 30;
    private const int ReturnAddress = 31;

    /// <summary>The stack of a state.</summary>
    public static CallStack Of(CpuState state, AddressSpace memory, SymbolTable symbols)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentNullException.ThrowIfNull(symbols);
        var frames = new List<StackFrame>();
        string end = Walk(state, memory, symbols, frames);
        return new CallStack(frames.ToArray(), end);
    }

    private static string Walk(CpuState state, AddressSpace memory, SymbolTable symbols, List<StackFrame> frames)
    {
        uint pc = state.Pc, stackPointer = state.Registers[29], framePointer = state.Registers[FramePointer];
        uint? inRegister = state.Registers[ReturnAddress];
        while (true)
        {
            if (symbols.Locate(pc) is not { Symbol.IsFunction: true } location)
                return symbols.Count == 0 ? "the image has no symbols, so where functions begin is not known" : $"0x{pc:x8} belongs to no function that the symbols name";
            frames.Add(new StackFrame
            {
                Level = frames.Count,
                Address = pc,
                Function = location.Symbol.Name,
                Location = location.ToString(),
                StackPointer = stackPointer,
            });
            string function = location.Symbol.Name;
            if (frames.Count == MaximumDepth) return $"{MaximumDepth} frames are enough";
            if (FrameFlow.At(memory, symbols, pc) is not { } frame || Entry(frame, stackPointer, framePointer) is not { } entry)
                return $"where {function} has put its stack pointer cannot be told from its code";

            uint? back = frame.ReturnInRegister && inRegister is { } held ? held
                : frame.ReturnSlot is { } slot ? memory.ReadWord(entry + (uint)slot)
                : null;
            if (back is not { } returnTo) return $"{function} has not kept where it returns to: the stack begins with it";
            if (returnTo == 0) return $"{function} returns to nobody: the stack begins with it";
            if (symbols.Locate(returnTo)?.Symbol.Name == GoroutineEnd) return $"{function} is where its goroutine begins";
            if ((returnTo & 3) != 0 || Branching.LinkRegister(Decoder.Decode(memory.ReadWord(returnTo - 8))) == 0)
                return $"0x{returnTo:x8}, where {function} would return to, does not follow a call";

            if (!frame.CallersFramePointer && frame.FramePointerSlot is { } saved) framePointer = memory.ReadWord(entry + (uint)saved);
            if (entry < stackPointer || (entry == stackPointer && inRegister is null))
                return $"the stack would grow upwards at {function}";
            (pc, stackPointer, inRegister) = (returnTo - 8, entry, null);
        }
    }

    /// <summary>The stack pointer that a function was entered with.</summary>
    private static uint? Entry(Frame frame, uint stackPointer, uint framePointer) =>
        frame.StackPointer is { } depth ? stackPointer - (uint)depth
        : frame.FramePointer is { } above ? framePointer - (uint)above
        : null;
}
