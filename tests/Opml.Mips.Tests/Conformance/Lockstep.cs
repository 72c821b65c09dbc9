using Opml.Mips.Execution;
using Opml.Mips.Execution.Reference;
using Opml.Mips.State;

namespace Opml.Mips.Tests.Conformance;

/// <summary>Two engines on one program: where do they first differ, in any field of the state or in memory?</summary>
internal sealed class Lockstep(ulong steps, int seed)
{
    /// <summary>Steps after which the fast engine is stopped one by one, each time from the start, with its translations ready.</summary>
    private const int Prefixes = 60;

    /// <summary>States compared so far.</summary>
    public long Compared { get; private set; }

    /// <summary>Null where they agree; else the step and the two states.</summary>
    /// <param name="start">A machine on the reference engine; it is left as it is.</param>
    /// <param name="engine">The other engine.</param>
    public string? FirstDifference(Machine start, IExecutionEngine engine)
    {
        var random = new Random(seed);
        return Strides(start, engine, () => 1)
            ?? Strides(start, engine, () => (ulong)random.Next(1, random.Next(4) == 0 ? 800 : 40))
            ?? EachPrefix(start, engine);
    }

    private string? Strides(Machine start, IExecutionEngine engine, Func<ulong> next)
    {
        Machine slow = start.Fork(ReferenceEngine.Instance), fast = start.Fork(engine);
        while (slow.State.Step < steps && slow.State.Status == MachineStatus.Running)
        {
            ulong stride = next();
            slow.Run(stride);
            fast.Run(stride);
            if (Difference(slow, fast) is { } difference) return $"in strides, {difference}";
        }
        return null;
    }

    private string? EachPrefix(Machine start, IExecutionEngine engine)
    {
        Machine slow = start.Fork(ReferenceEngine.Instance), warm = start.Fork(engine);
        warm.Fork().Run(steps); // leaves its translations behind
        for (int prefix = 1; prefix <= Prefixes && slow.State.Status == MachineStatus.Running; prefix++)
        {
            slow.Run(1);
            Machine fast = warm.Fork();
            fast.Run((ulong)prefix);
            if (Difference(slow, fast) is { } difference) return $"from the start, {difference}";
        }
        return null;
    }

    private string? Difference(Machine slow, Machine fast)
    {
        Compared++;
        CpuState a = slow.State, b = fast.State;
        bool same = a.Step == b.Step && a.Pc == b.Pc && a.NextPc == b.NextPc && a.Lo == b.Lo && a.Hi == b.Hi && a.Heap == b.Heap
            && a.Status == b.Status && a.ExitCode == b.ExitCode && a.Registers.AsSpan().SequenceEqual(b.Registers);
        if (same && slow.MemoryRoot().AsSpan().SequenceEqual(fast.MemoryRoot())) return null;
        return same ? $"after step {a.Step}: memory differs" : $"after step {a.Step}:\n  {Describe(a)}\n  {Describe(b)}";
    }

    private static string Describe(CpuState s) =>
        $"pc {s.Pc:x8} next {s.NextPc:x8} lo {s.Lo:x8} hi {s.Hi:x8} heap {s.Heap:x8} {s.Status} exit {s.ExitCode} step {s.Step} r {string.Join(' ', s.Registers.Select(r => r.ToString("x8", null)))}";
}
