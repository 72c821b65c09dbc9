using Opml.Mips.Isa;

namespace Opml.Mips.Execution.Translated;

/// <summary>How a block ends.</summary>
internal enum BlockEnd
{
    /// <summary>It runs on into the next block.</summary>
    Falls,

    /// <summary>By a branch, its delay slot executed.</summary>
    Branches,

    /// <summary>By j or jal.</summary>
    Jumps,

    /// <summary>By jr or jalr.</summary>
    JumpsIndirectly,

    /// <summary>Before an instruction for the interpreter.</summary>
    Stops,
}

/// <summary>Instructions that are executed one after another, with the jump or branch that ends them and its delay slot.</summary>
internal sealed class BasicBlock
{
    /// <summary>Longest block; a longer one is cut, and falls.</summary>
    private const int Limit = 128;

    /// <summary>Address of the first instruction.</summary>
    public required uint Start { get; init; }

    /// <summary>The instructions before the jump or branch.</summary>
    public required Instruction[] Body { get; init; }

    public required BlockEnd End { get; init; }

    /// <summary>The jump or branch, where there is one.</summary>
    public Instruction Jump { get; init; }

    /// <summary>The instruction in its delay slot.</summary>
    public Instruction DelaySlot { get; init; }

    /// <summary>Address behind the body: of the jump or branch, the next block, or the instruction to interpret.</summary>
    public uint BodyEnd => Start + (uint)Body.Length * 4;

    /// <summary>Address where execution goes on when a branch is not taken, or a call returns.</summary>
    public uint Next => End is BlockEnd.Falls or BlockEnd.Stops ? BodyEnd : BodyEnd + 8;

    /// <summary>Where a branch or direct jump leads.</summary>
    public uint Target => Branching.Target(Jump, 0, BodyEnd);

    /// <summary>Whether it ends in a jump that links, or an unconditional branch that does: a call.</summary>
    public bool IsCall => HasJump && Branching.LinkRegister(Jump) != 0;

    public bool HasJump => End is BlockEnd.Branches or BlockEnd.Jumps or BlockEnd.JumpsIndirectly;

    /// <summary>Steps from its start to its end, the delay slot included.</summary>
    public int Steps => Body.Length + (HasJump ? 2 : 0);

    /// <summary>Reads the block at an address.</summary>
    /// <param name="start">Its address.</param>
    /// <param name="starts">Addresses where other blocks start: it falls into them.</param>
    /// <param name="wordAt">An instruction word; null where there is none to translate.</param>
    public static BasicBlock Read(uint start, IReadOnlySet<uint> starts, Func<uint, uint?> wordAt)
    {
        var body = new List<Instruction>();
        for (uint pc = start; ; pc += 4)
        {
            if (body.Count == Limit || (pc != start && starts.Contains(pc))) return Make(start, body, BlockEnd.Falls);
            if (wordAt(pc) is not { } word) return Make(start, body, BlockEnd.Stops);
            Instruction i = Decoder.Decode(word);
            switch (i.Opcode)
            {
                case Opcode.Reserved or Opcode.Break or Opcode.Syscall:
                    return Make(start, body, BlockEnd.Stops);
                case >= Opcode.J and <= Opcode.Bgezall:
                    if (wordAt(pc + 4) is not { } delayed || Decoder.Decode(delayed) is var slot && !CanBeDelayed(i, slot)) return Make(start, body, BlockEnd.Stops);
                    return new BasicBlock { Start = start, Body = [.. body], End = EndOf(i.Opcode), Jump = i, DelaySlot = slot };
                default:
                    body.Add(i);
                    break;
            }
        }
    }

    private static BlockEnd EndOf(Opcode opcode) => opcode switch
    {
        Opcode.J or Opcode.Jal => BlockEnd.Jumps,
        Opcode.Jr or Opcode.Jalr => BlockEnd.JumpsIndirectly,
        _ => BlockEnd.Branches,
    };

    // A delay slot that has to be interpreted goes back to its jump, which must then find its operands as they were.
    private static bool CanBeDelayed(in Instruction jump, in Instruction slot)
    {
        if (slot.Opcode is Opcode.Reserved or Opcode.Break or Opcode.Syscall or >= Opcode.J and <= Opcode.Bgezall) return false;
        int link = Branching.LinkRegister(jump);
        return link == 0 || jump.Opcode == Opcode.Jal || link != jump.Rs;
    }

    private static BasicBlock Make(uint start, List<Instruction> body, BlockEnd end) => new() { Start = start, Body = [.. body], End = end };
}
