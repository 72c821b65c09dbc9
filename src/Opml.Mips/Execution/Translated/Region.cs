using Opml.Mips.Isa;
using Opml.Mips.Memory;

namespace Opml.Mips.Execution.Translated;

/// <summary>Basic blocks to be translated together: those that are hot and can be reached from one of them.</summary>
internal sealed class Region
{
    /// <summary>
    /// Most weight of a region. The just-in-time compiler stops optimising, silently, at 2,000 of its basic blocks, and at 8,000 references to locals: an
    /// instruction weighs as many blocks as it makes, or one. That is some 900 instructions of arithmetic, and half as many where memory is used much.
    /// </summary>
    private const int WeightLimit = 1600;

    private const int StackPointer = 29;

    private readonly GuestCode _code;
    private readonly int _enoughHits;
    private readonly int _heat;
    private readonly Dictionary<uint, CodePage> _pages = [];

    private Region(GuestCode code, int heat)
    {
        _code = code;
        _heat = heat;
        _enoughHits = Math.Max(1, heat / 16);
    }

    /// <summary>The blocks by address, which is the order in which they are laid out.</summary>
    public List<BasicBlock> Blocks { get; } = [];

    /// <summary>The pages that they were read from.</summary>
    public IEnumerable<CodePage> Pages => _pages.Values;

    /// <summary>Steps of all blocks together, which no path that never turns back exceeds.</summary>
    public int Steps { get; private set; }

    /// <summary>The region around an address; null where nothing there can be translated.</summary>
    /// <param name="code">The code.</param>
    /// <param name="head">The address.</param>
    /// <param name="heat">What <see cref="CodePage.Heat"/> starts from.</param>
    public static Region? Find(GuestCode code, uint head, int heat)
    {
        var region = new Region(code, heat);
        HashSet<uint> starts = region.Explore(head);
        foreach (uint start in starts.Order())
        {
            BasicBlock block = BasicBlock.Read(start, starts, region.WordAt);
            if (start == head && block.Steps == 0) return null;
            region.Blocks.Add(block);
            region.Steps += block.Steps;
        }
        region.Returns = region.FindReturns();
        return region;
    }

    /// <summary>For each block that ends in a return, where the calls within the region lead it: the addresses behind them.</summary>
    public Dictionary<uint, List<uint>> Returns { get; private set; } = [];

    private Dictionary<uint, List<uint>> FindReturns()
    {
        Dictionary<uint, BasicBlock> byStart = Blocks.ToDictionary(block => block.Start);
        var returns = new Dictionary<uint, List<uint>>();
        foreach (IGrouping<uint, BasicBlock> calls in Blocks.Where(b => b.IsCall && b.End is BlockEnd.Jumps or BlockEnd.Branches && byStart.ContainsKey(b.Next)).GroupBy(b => b.Target))
        {
            foreach (uint end in ReturnsOf(calls.Key, byStart))
            {
                if (!returns.TryGetValue(end, out List<uint>? sites)) returns.Add(end, sites = []);
                sites.AddRange(calls.Select(call => call.Next).Except(sites));
            }
        }
        foreach (List<uint> sites in returns.Values) sites.Sort((a, b) => Hits(b).CompareTo(Hits(a)));
        return returns;
    }

    /// <summary>The returning blocks of the function at an address, as far as the region goes; calls within it are stepped over.</summary>
    private static IEnumerable<uint> ReturnsOf(uint function, Dictionary<uint, BasicBlock> byStart)
    {
        var seen = new HashSet<uint>();
        var open = new Stack<uint>([function]);
        while (open.TryPop(out uint start))
        {
            if (!byStart.TryGetValue(start, out BasicBlock? block) || !seen.Add(start)) continue;
            if (block.End == BlockEnd.JumpsIndirectly && !block.IsCall)
            {
                if (block.Jump.Rs == 31) yield return start;
                continue;
            }
            if (block.End != BlockEnd.Stops && (block.End != BlockEnd.Jumps || block.IsCall)) open.Push(block.Next);
            if (block.HasJump && block.End != BlockEnd.JumpsIndirectly && !block.IsCall) open.Push(block.Target);
        }
    }

    private HashSet<uint> Explore(uint head)
    {
        var starts = new HashSet<uint>();
        var none = new HashSet<uint>();
        var open = new PriorityQueue<uint, int>();
        open.Enqueue(head, int.MinValue);
        int weight = 0;
        while (open.TryDequeue(out uint start, out _))
        {
            if (!starts.Add(start)) continue;
            BasicBlock block = BasicBlock.Read(start, none, WordAt);
            weight += WeightOf(block);
            if (weight > WeightLimit && start != head)
            {
                starts.Remove(start);
                break;
            }
            Offer(block.Next, block.End != BlockEnd.Stops && (block.End is not (BlockEnd.Jumps or BlockEnd.JumpsIndirectly) || block.IsCall));
            Offer(block.HasJump ? block.Target : 0, block.End is BlockEnd.Branches or BlockEnd.Jumps);
        }
        return starts;

        void Offer(uint start, bool isSuccessor)
        {
            if (!isSuccessor || starts.Contains(start) || Hits(start) < _enoughHits) return;
            open.Enqueue(start, -Hits(start));
        }
    }

    private static int WeightOf(BasicBlock block) => block.Body.Sum(i => WeightOf(i)) + (block.HasJump ? 3 + WeightOf(block.DelaySlot) : 1);

    // The stack is most often reached by a window, which has another way beside it.
    private static int WeightOf(in Instruction i) => i.Opcode is < Opcode.Lb or > Opcode.Sc ? 1 : i.Rs == StackPointer ? 6 : 3;

    private int Hits(uint pc) => _code.PageOf(pc) is { IsSteady: true } page ? _heat - page.Heat[CodePage.Slot(pc)] : -1;

    private uint? WordAt(uint pc)
    {
        CodePage page = _code.PageOf(pc);
        if (!page.IsSteady) return null;
        _pages.TryAdd(pc >> Page.Shift, page);
        return page.Word(pc);
    }
}
