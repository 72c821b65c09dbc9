using Opml.Dispute.Contracts;
using Opml.Mips.Commitment;
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
    public async Task Each_malformed_proof_meets_its_own_error()
    {
        MalformedProofs.Case[] cases = [.. MalformedProofs.All()];
        List<string> answers = await _contract.StepAsync([.. cases.Select(c => (c.Witness, c.Proof))], TestContext.Current.CancellationToken);
        for (int i = 0; i < cases.Length; i++)
            Assert.Equal($"{cases[i].Name}: {cases[i].Error}", $"{cases[i].Name}: {answers[i]}");
    }

    [Fact]
    public async Task Whatever_is_sent_the_verifier_answers_as_the_contract_does()
    {
        var random = new Random(14);
        List<(byte[] Witness, byte[] Proof)> calls = [];
        foreach (StepCase c in StepCases.Instructions(seed: 15, edgePairs: 10, random: 10).Concat(StepCases.Oddities(seed: 16, each: 50)))
        {
            byte[] witness = (byte[])c.Witness.Clone(), proof = (byte[])c.Proof.Clone();
            for (int i = random.Next(1, 3); i > 0; i--)
            {
                // Heads of proofs, where the bit maps and the instruction are, are hit more often.
                byte[] target = random.Next(3) == 0 || proof.Length == 0 ? witness : proof;
                target[random.Next(random.Next(2) == 0 ? Math.Min(80, target.Length) : target.Length)] ^= (byte)(1 << random.Next(8));
            }
            if (random.Next(4) == 0) Array.Resize(ref proof, Math.Max(0, proof.Length + random.Next(-2, 3) * 32));
            calls.Add((witness, proof));
        }
        List<string> answers = await _contract.StepAsync(calls, TestContext.Current.CancellationToken);
        for (int i = 0; i < calls.Count; i++)
            Assert.Equal($"{i}: {Verify(calls[i].Witness, calls[i].Proof)}", $"{i}: {answers[i]}");
        Assert.True(answers.Distinct().Count() > 20, "the changes must not all meet the same error");
    }

    private static string Verify(byte[] witness, byte[] proof)
    {
        try
        {
            return Convert.ToHexStringLower(StepVerifier.Step(witness, proof));
        }
        catch (StepProofException exception)
        {
            return exception.Error.ToString();
        }
    }

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
