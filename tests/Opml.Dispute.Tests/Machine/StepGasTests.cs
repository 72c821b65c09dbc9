using System.Numerics;
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
        (byte[] Witness, byte[] Proof)[] calls = [.. guest.Concat(low).Concat(high).Select(c => (c.Witness, c.Proof))];
        List<long> gas, before;
        await using (StepContract prague = await StepContract.DeployAsync("prague", Cancellation)) gas = await prague.GasAsync(calls, Cancellation);
        await using (StepContract cancun = await StepContract.DeployAsync("cancun", Cancellation)) before = await cancun.GasAsync(calls, Cancellation);
        for (int i = 0; i < calls.Length; i++) before[i] -= 21_000 + StepContract.CallDataGas(calls[i].Witness, calls[i].Proof);

        int first = 0;
        Table("MNIST guest", guest, gas, before, ref first, out long median, out _);
        Table("dense memory below 0x80000000", low, gas, before, ref first, out _, out long lowWorst);
        Table("dense memory", high, gas, before, ref first, out _, out long worst);
        Assert.InRange(median, 0, 65_000);
        Assert.InRange(lowWorst, 0, 97_000);
        Assert.InRange(worst, 0, 100_000);
    }

    private void Table(string title, List<StepCase> cases, List<long> gas, List<long> execution, ref int first, out long median, out long worst)
    {
        int offset = first;
        first += cases.Count;
        output.WriteLine($"| {title} | steps | gas, median | gas, worst | execution, median | execution, worst | words of proof, median | words, most |");
        output.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- |");
        int[] all = [.. Enumerable.Range(0, cases.Count)];
        foreach (IGrouping<string, int> group in all.GroupBy(i => cases[i].Group)) Row(group.Key, [.. group]);
        (median, worst) = Row("all", all);

        (long, long) Row(string name, int[] rows)
        {
            (long Median, long Worst) total = Summary(rows.Select(i => gas[offset + i]));
            (long Median, long Worst) run = Summary(rows.Select(i => execution[offset + i]));
            (long Median, long Worst) words = Summary(rows.Select(i => (long)cases[i].Proof.Length / 32));
            output.WriteLine($"| {name} | {rows.Length} | {total.Median} | {total.Worst} | {run.Median} | {run.Worst} | {words.Median} | {words.Worst} |");
            return total;
        }
    }

    private static (T Median, T Worst) Summary<T>(IEnumerable<T> values)
        where T : INumber<T>
    {
        T[] sorted = [.. values.Order()];
        return (sorted[sorted.Length / 2], sorted[^1]);
    }
}
