using Opml.Mips.Tests.Cases;

namespace Opml.Dispute.Tests.Machine;

/// <summary>Gas of the step contract, called alone in one transaction; the table goes to the test's output.</summary>
public class StepGasTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Random_states()
    {
        List<StepCase> cases = [.. StepCases.Instructions(seed: 21, edgePairs: 5, random: 10), .. StepCases.SystemCalls(22, 5), .. StepCases.Oddities(23, 50)];
        (byte[] Witness, byte[] Proof)[] calls = [.. cases.Select(c => (c.Witness, c.Proof))];
        await using StepContract prague = await StepContract.DeployAsync("prague", TestContext.Current.CancellationToken);
        await using StepContract cancun = await StepContract.DeployAsync("cancun", TestContext.Current.CancellationToken);
        List<long> gas = await prague.GasAsync(calls, TestContext.Current.CancellationToken);
        List<long> before = await cancun.GasAsync(calls, TestContext.Current.CancellationToken);
        for (int i = 0; i < cases.Count; i++) before[i] -= 21_000 + StepContract.CallDataGas(calls[i].Witness, calls[i].Proof);
        foreach (IGrouping<string, int> g in Enumerable.Range(0, cases.Count).GroupBy(i => cases[i].Group))
            output.WriteLine($"{g.Key,-20} gas {Median(g.Select(i => gas[i])),8} {g.Max(i => gas[i]),8}  execution {Median(g.Select(i => before[i])),8} {g.Max(i => before[i]),8}");
    }

    private static long Median(IEnumerable<long> values)
    {
        long[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
