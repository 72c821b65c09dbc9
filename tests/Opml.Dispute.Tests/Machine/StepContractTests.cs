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
        List<string> answers = await _contract.StepAsync(cases.Select(c => (c.Witness, c.Proof)), TestContext.Current.CancellationToken);
        for (int i = 0; i < cases.Length; i++)
            Assert.Equal($"{cases[i].Name}: {cases[i].Error}", $"{cases[i].Name}: {answers[i]}");
    }

    /// <summary>Packed, a proof of another memory is one of another state: the answer names it.</summary>
    [Fact]
    public async Task Each_malformed_proof_meets_its_own_error_or_names_another_state_when_packed()
    {
        MalformedProofs.Case[] cases = [.. MalformedProofs.All().Where(c => c.Witness.Length == Witness.Length && c.Proof.Length != 0)];
        List<string> answers = await _contract.AnswersAsync(
            [.. cases.Select(c => StepContract.CallPacked(PackedStep.Create(c.Witness, c.Proof)))], TestContext.Current.CancellationToken);
        for (int i = 0; i < cases.Length; i++)
        {
            MalformedProofs.Case c = cases[i];
            Assert.Equal($"{c.Name}: {VerifyPacked(PackedStep.Create(c.Witness, c.Proof))}", $"{c.Name}: {answers[i]}");
            if (c.Error != StepProofError.MemoryRootMismatch) Assert.Equal($"{c.Name}: {c.Error}", $"{c.Name}: {answers[i]}");
            else Assert.False(answers[i].StartsWith(Convert.ToHexStringLower(Witness.StateHash(c.Witness)), StringComparison.Ordinal), c.Name);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(PackedStep.StateSize - 1)]
    public async Task A_packed_step_without_a_whole_state_is_refused(int length) =>
        Assert.Equal(["InvalidWitnessLength"], await _contract.AnswersAsync([StepContract.CallPacked(new byte[length])], TestContext.Current.CancellationToken));

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(36)]
    public async Task A_packed_step_that_reads_nothing_has_a_memory_root_and_nothing_else(int length) =>
        Assert.Equal(["InvalidProofLength"], await _contract.AnswersAsync([StepContract.CallPacked(new byte[PackedStep.StateSize + length])], TestContext.Current.CancellationToken));

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
        byte[][] packed = [.. calls.Select(c => PackedStep.Create(c.Witness, c.Proof))];
        List<string> packedAnswers = await _contract.AnswersAsync([.. packed.Select(StepContract.CallPacked)], TestContext.Current.CancellationToken);
        for (int i = 0; i < packed.Length; i++)
            Assert.Equal($"{i}: {VerifyPacked(packed[i])}", $"{i}: {packedAnswers[i]}");
        List<string> answers = await _contract.StepAsync(calls, TestContext.Current.CancellationToken);
        for (int i = 0; i < calls.Count; i++)
            Assert.Equal($"{i}: {Verify(calls[i].Witness, calls[i].Proof)}", $"{i}: {answers[i]}");
        Assert.True(answers.Distinct().Count() > 20, "the changes must not all meet the same error");
    }

    private static string Verify(byte[] witness, byte[] proof) => Answer(() => StepVerifier.Step(witness, proof));

    private static string VerifyPacked(byte[] packed) => Answer(() =>
    {
        (byte[] stateHash, byte[] nextStateHash) = StepVerifier.StepPacked(packed);
        return [.. stateHash, .. nextStateHash];
    });

    private static string Answer(Func<byte[]> verify)
    {
        try
        {
            return Convert.ToHexStringLower(verify());
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
        await CheckAsync(_contract, cases);
    }

    /// <summary>Machine, verifier and contract agree on each step, called either way.</summary>
    internal static async Task CheckAsync(StepContract contract, IReadOnlyList<StepCase> cases)
    {
        List<string> answers = await contract.StepAsync(cases.Select(c => (c.Witness, c.Proof)), TestContext.Current.CancellationToken);
        List<string> packed = await contract.AnswersAsync([.. cases.Select(GasCases.CallPacked)], TestContext.Current.CancellationToken);
        for (int i = 0; i < cases.Count; i++)
        {
            StepCase c = cases[i];
            string expected = Convert.ToHexStringLower(c.Expected);
            Assert.Equal(expected, Verify(c.Witness, c.Proof));
            Assert.Equal(Convert.ToHexStringLower(Witness.StateHash(c.Witness)) + expected, packed[i]);
            Assert.Equal(packed[i], VerifyPacked(PackedStep.Create(c.Witness, c.Proof)));
            if (answers[i] != expected)
                Assert.Fail($"{c.Name}, witness {Convert.ToHexStringLower(c.Witness)}, proof {Convert.ToHexStringLower(c.Proof)}: the contract says {answers[i]}, the machine {expected}");
        }
    }
}
