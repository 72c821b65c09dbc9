using System.Numerics;
using Opml.Mips.Commitment;
using Opml.Mips.Tests.Cases;

namespace Opml.Dispute.Tests.Machine;

/// <summary>
/// Gas of the step contract, called alone in one transaction: as anvil's default rules have it (EIP-7623's floor for calldata), and the
/// execution alone, from the rules before. The tables of docs/machine.md are this test's output.
/// </summary>
public class StepGasTests(ITestOutputHelper output)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_step_is_cheap()
    {
        List<StepCase> guest = GasCases.MnistGuest(1500), low = GasCases.Dense(low: true), high = GasCases.Dense(low: false);
        byte[][] calls = [.. guest.Concat(low).Concat(high).Select(GasCases.Call)];
        byte[][] packed = [.. guest.Concat(low).Concat(high).Select(GasCases.CallPacked)];
        List<long> gas, gasPacked, before;
        await using (StepContract prague = await StepContract.DeployAsync("prague", Cancellation))
        {
            gas = await prague.GasAsync(calls, Cancellation);
            gasPacked = await prague.GasAsync(packed, Cancellation);
        }
        await using (StepContract cancun = await StepContract.DeployAsync("cancun", Cancellation)) before = await cancun.GasAsync(calls, Cancellation);
        for (int i = 0; i < calls.Length; i++) before[i] -= 21_000 + StepContract.CallDataGas(calls[i]);

        int first = 0;
        Table("MNIST guest", guest, gas, gasPacked, before, ref first, out (long Median, long Worst) _, out (long Median, long Worst) guestPacked);
        Table("reached within the memory map", low, gas, gasPacked, before, ref first, out _, out (long Median, long Worst) lowPacked);
        Table("any state", high, gas, gasPacked, before, ref first, out (long Median, long Worst) worst, out (long Median, long Worst) worstPacked);
        Assert.InRange(guestPacked.Median, 0, 60_000);
        Assert.InRange(lowPacked.Worst, 0, 95_000);
        Assert.InRange(worstPacked.Worst, 0, 97_000);
        Assert.InRange(worst.Worst, 0, 100_000);
    }

    /// <summary>The paths meet at each height in turn, and at none; the instructions are those that cost most, and one that touches no data.</summary>
    [Fact]
    public async Task No_state_costs_over_97000()
    {
        var random = new Random(3);
        InstructionForm[] forms = [.. InstructionForm.All.Where(form => form.Name is "lwl" or "swr" or "sc" or "syscall" or "msub")];
        List<StepCase> cases = [];
        for (int height = 0; height <= MemoryTree.Depth; height++)
        {
            uint pc = ((uint)random.NextInt64(1L << 32) | 0x0101_0101) & ~3u | 0x10;
            uint target = height == MemoryTree.Depth ? pc & ~31u : (pc ^ (1u << (height + MemoryTree.LeafShift))) & ~3u;
            cases.AddRange(GasCases.Dense(low: false, pc, target, height, forms));
        }
        await using StepContract contract = await StepContract.DeployAsync("prague", Cancellation);
        List<long> gas = await contract.GasAsync([.. cases.Select(GasCases.CallPacked)], Cancellation);
        output.WriteLine($"{cases.Count} states, {gas.Min()} to {gas.Max()} gas");
        Assert.InRange(gas.Max(), 96_000, 97_000);

        // Calldata at its longest and without a zero byte, which is all that the price depends on.
        int longest = StepContract.CallPacked(new byte[PackedStep.StateSize + 2 * 36 + 52 * 32]).Length;
        Assert.Equal(longest, cases.Max(step => GasCases.CallPacked(step).Length));
        Assert.InRange(21_000 + 40 * longest, gas.Max(), 97_000);
    }

    private void Table(
        string title,
        List<StepCase> cases,
        List<long> gas,
        List<long> packed,
        List<long> execution,
        ref int first,
        out (long Median, long Worst) asCalled,
        out (long Median, long Worst) asPacked)
    {
        int offset = first;
        first += cases.Count;
        output.WriteLine($"| {title} | steps | packed, median | packed, worst | step, median | step, worst | execution, median | execution, worst | words of proof, median | words, most |");
        output.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        int[] all = [.. Enumerable.Range(0, cases.Count)];
        foreach (IGrouping<string, int> group in all.GroupBy(i => cases[i].Group)) Row(group.Key, [.. group]);
        (asCalled, asPacked) = Row("all", all);

        ((long, long), (long, long)) Row(string name, int[] rows)
        {
            (long Median, long Worst) total = Summary(rows.Select(i => gas[offset + i]));
            (long Median, long Worst) tight = Summary(rows.Select(i => packed[offset + i]));
            (long Median, long Worst) run = Summary(rows.Select(i => execution[offset + i]));
            (long Median, long Worst) words = Summary(rows.Select(i => (long)cases[i].Proof.Length / 32));
            output.WriteLine($"| {name} | {rows.Length} | {tight.Median:n0} | {tight.Worst:n0} | {total.Median:n0} | {total.Worst:n0} | {run.Median:n0} | {run.Worst:n0} | {words.Median} | {words.Worst} |");
            return (total, tight);
        }
    }

    private static (T Median, T Worst) Summary<T>(IEnumerable<T> values)
        where T : INumber<T>
    {
        T[] sorted = [.. values.Order()];
        return (sorted[sorted.Length / 2], sorted[^1]);
    }
}
