using Opml.Dispute.Contracts;
using Opml.Mips.Execution.Reference;
using Opml.Mips.Tests.Cases;

namespace Opml.Dispute.Tests.Machine;

/// <summary>The machine off chain against the machine on chain: the reference engine, the verifier and the contract agree.</summary>
public sealed class StepContractTests : IAsyncLifetime
{
    private StepContract _contract = null!;

    public async ValueTask InitializeAsync() => _contract = await StepContract.DeployAsync("prague", TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _contract.DisposeAsync();

    [Fact]
    public Task Every_instruction_on_edge_values_and_random_ones() =>
        Check(StepCases.Instructions(seed: 11, edgePairs: 60, random: 20), atLeast: 5000);

    [Fact]
    public Task Every_system_call_on_edge_arguments() =>
        Check(StepCases.SystemCalls(seed: 12, each: 30), atLeast: 900);

    [Fact]
    public Task Reserved_words_halted_states_and_misaligned_pcs() =>
        Check(StepCases.Oddities(seed: 13, each: 400), atLeast: 1000);

    [Fact]
    public void The_contract_fits_the_code_size_limit() => Assert.InRange(ContractArtifacts.Load("MipsMachine").DeployedBytecode.Length, 1, 24_576);

    private async Task Check(IEnumerable<StepCase> source, int atLeast)
    {
        List<StepCase> cases = [.. source];
        Assert.True(cases.Count >= atLeast, $"{cases.Count} cases");
        List<string> answers = await _contract.StepAsync([.. cases.Select(c => (c.Witness, c.Proof))], TestContext.Current.CancellationToken);
        for (int i = 0; i < cases.Count; i++)
        {
            StepCase c = cases[i];
            string expected = Convert.ToHexStringLower(c.Expected);
            Assert.Equal(expected, Convert.ToHexStringLower(StepVerifier.Step(c.Witness, c.Proof)));
            if (answers[i] != expected)
                Assert.Fail($"{c.Name}, witness {Convert.ToHexStringLower(c.Witness)}, proof {Convert.ToHexStringLower(c.Proof)}: the contract says {answers[i]}, the machine {expected}");
        }
    }
}
