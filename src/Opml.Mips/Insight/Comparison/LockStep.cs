using Opml.Mips.Execution;
using Opml.Mips.Execution.Reference;
using Opml.Mips.State;

namespace Opml.Mips.Insight.Comparison;

/// <summary>Runs two machines side by side, one step each, until they differ: the first difference there is, for states that differ may meet again.</summary>
internal static class LockStep
{
    private const ulong StepsBetweenReports = 1 << 20;

    /// <summary>The index of the first states that differ; null where there is none up to the limit, or to the end of both.</summary>
    public static ulong? FirstDifference(Machine a, Machine b, ComparisonBasis basis, ulong stepLimit, IProgress<ulong>? progress, CancellationToken cancellationToken)
    {
        CpuState x = a.State, y = b.State;
        var left = new DirectMemory(a.Memory);
        var right = new DirectMemory(b.Memory);
        bool registers = basis == ComparisonBasis.Registers;
        ulong step = 0;
        while (true)
        {
            if (x.Pc != y.Pc || x.NextPc != y.NextPc || x.Status != y.Status || (registers && Differ(x, y))) return step;
            if (x.Status != MachineStatus.Running || step == stepLimit) return null;
            if (step % StepsBetweenReports == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress?.Report(step);
            }
            StepFunction.Execute(x, ref left);
            StepFunction.Execute(y, ref right);
            step++;
        }
    }

    private static bool Differ(CpuState x, CpuState y) =>
        !x.Registers.AsSpan().SequenceEqual(y.Registers) || x.Hi != y.Hi || x.Lo != y.Lo || x.Heap != y.Heap || x.ExitCode != y.ExitCode;
}
