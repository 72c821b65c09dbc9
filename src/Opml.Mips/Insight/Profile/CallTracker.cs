using Opml.Mips.Elf;

namespace Opml.Mips.Insight.Profile;

/// <summary>
/// Follows calls and returns, to know for how many steps a function was on the stack. A call puts its target on top; a return takes off all down
/// to the call that it returns to. What neither calls nor returns but enters another function (a tail call, a switch of
/// goroutines) takes the top's place.
/// </summary>
internal sealed class CallTracker(SymbolTable symbols)
{
    private const int Deepest = 1 << 16;
    private const int Searched = 1 << 10;

    private readonly Dictionary<uint, Function> _at = [];
    private readonly Dictionary<uint, Function> _functions = [];
    private readonly Stack<(Function Function, uint ReturnTo)> _stack = new();

    /// <summary>Every function that was entered, by its address.</summary>
    public IReadOnlyDictionary<uint, Function> Functions => _functions;

    /// <summary>The run begins.</summary>
    public void Begin(uint pc, ulong step) => Push(pc, 0, step);

    /// <summary>Control has come to <paramref name="target"/> by a call.</summary>
    public void Call(uint target, uint returnTo, ulong step)
    {
        Push(target, returnTo, step);
        _stack.Peek().Function.Calls++;
    }

    /// <summary>Control has come to <paramref name="target"/> by a jump through $ra.</summary>
    public void Return(uint target, ulong step)
    {
        int depth = 0;
        foreach ((Function _, uint returnTo) in _stack)
        {
            depth++;
            if (returnTo == target)
            {
                while (depth-- > 0) Pop(step);
                return;
            }
            if (depth == Searched) break;
        }
        Jump(target, step);
    }

    /// <summary>Control has come to <paramref name="target"/> by any other way.</summary>
    public void Jump(uint target, ulong step)
    {
        if (_stack.Count > 0 && _stack.Peek() is var (top, _) && target >= top.Address && target < top.End) return;
        Function function = At(target);
        uint returnTo = _stack.Count > 0 ? _stack.Peek().ReturnTo : 0;
        if (_stack.Count > 0 && _stack.Peek().Function == function) return;
        if (_stack.Count > 0) Pop(step);
        Push(target, returnTo, step);
    }

    /// <summary>The run ends: what is on the stack was so to the last.</summary>
    public void End(ulong step)
    {
        while (_stack.Count > 0) Pop(step);
    }

    private void Push(uint target, uint returnTo, ulong step)
    {
        if (_stack.Count == Deepest) End(step); // a program that never returns: begin anew rather than take memory without end
        Function function = At(target);
        if (function.Depth++ == 0) function.Entered = step;
        _stack.Push((function, returnTo));
    }

    private void Pop(ulong step)
    {
        Function function = _stack.Pop().Function;
        if (--function.Depth == 0) function.TotalSteps += step - function.Entered;
    }

    private Function At(uint address)
    {
        if (_at.TryGetValue(address, out Function? known)) return known;
        Symbol? symbol = symbols.Locate(address)?.Symbol;
        uint start = symbol?.Address ?? address;
        if (!_functions.TryGetValue(start, out Function? function))
            _functions.Add(start, function = new Function(start, symbol is null ? start : (uint)Math.Min((ulong)start + Math.Max(symbol.Size, 4), uint.MaxValue)));
        _at.Add(address, function);
        return function;
    }

    /// <summary>A function that was entered.</summary>
    internal sealed class Function(uint address, uint end)
    {
        public uint Address { get; } = address;

        public uint End { get; } = end;

        public ulong Calls { get; set; }

        public int Depth { get; set; }

        public ulong Entered { get; set; }

        public ulong TotalSteps { get; set; }
    }
}
