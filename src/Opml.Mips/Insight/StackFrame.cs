namespace Opml.Mips.Insight;

/// <summary>A function that had not returned yet at some step.</summary>
public sealed record StackFrame
{
    /// <summary>0 for the function that runs, 1 for its caller, and so on.</summary>
    public required int Level { get; init; }

    /// <summary>The instruction that the frame stands at: the pc at level 0, the call above it.</summary>
    public required uint Address { get; init; }

    /// <summary>The function's symbol.</summary>
    public required string Function { get; init; }

    /// <summary>Symbol and offset of <see cref="Address"/>.</summary>
    public required string Location { get; init; }

    /// <summary>The stack pointer in that function, at that place.</summary>
    public required uint StackPointer { get; init; }

    /// <summary>Level, address and place.</summary>
    public override string ToString() => $"#{Level} 0x{Address:x8} {Location}";
}
