namespace Opml.Mips.Insight;

/// <summary>
/// What is known, before an instruction of a function, of its stack frame. Places are bytes from the stack pointer that the
/// function was entered with; null is what is not known, or differs from way to way.
/// </summary>
internal readonly record struct Frame
{
    /// <summary>At a function's first instruction.</summary>
    public static Frame AtEntry { get; } = new() { StackPointer = 0, ReturnInRegister = true, CallersFramePointer = true };

    /// <summary>The stack pointer.</summary>
    public int? StackPointer { get; init; }

    /// <summary>Whether $ra holds the return address.</summary>
    public bool ReturnInRegister { get; init; }

    /// <summary>Where the return address is saved.</summary>
    public int? ReturnSlot { get; init; }

    /// <summary>Whether $s8 holds what it held at the entry.</summary>
    public bool CallersFramePointer { get; init; }

    /// <summary>The place that $s8 points to, as the function's own frame pointer.</summary>
    public int? FramePointer { get; init; }

    /// <summary>Where the caller's $s8 is saved.</summary>
    public int? FramePointerSlot { get; init; }

    /// <summary>What is known where two ways meet: what both agree on.</summary>
    public static Frame Meet(Frame a, Frame b) => new()
    {
        StackPointer = a.StackPointer == b.StackPointer ? a.StackPointer : null,
        ReturnInRegister = a.ReturnInRegister && b.ReturnInRegister,
        ReturnSlot = a.ReturnSlot == b.ReturnSlot ? a.ReturnSlot : null,
        CallersFramePointer = a.CallersFramePointer && b.CallersFramePointer,
        FramePointer = a.FramePointer == b.FramePointer ? a.FramePointer : null,
        FramePointerSlot = a.FramePointerSlot == b.FramePointerSlot ? a.FramePointerSlot : null,
    };
}
