using Opml.Mips.Execution.Reference;
using Opml.Mips.Tests.Cases;

namespace Opml.Mips.Tests.Commitment;

public class StepVerifierTests
{
    [Fact]
    public void Every_instruction_from_its_proof_gives_the_state_that_the_machine_reaches() =>
        Check(StepCases.Instructions(seed: 1, edgePairs: 100, random: 30));

    [Fact]
    public void Every_system_call_from_its_proof_gives_the_state_that_the_machine_reaches() =>
        Check(StepCases.SystemCalls(seed: 2, each: 60));

    [Fact]
    public void Reserved_words_halted_states_and_misaligned_pcs_too() =>
        Check(StepCases.Oddities(seed: 3, each: 500));

    private static void Check(IEnumerable<StepCase> cases)
    {
        int count = 0;
        foreach (StepCase c in cases)
        {
            byte[] actual = StepVerifier.Step(c.Witness, c.Proof);
            if (!actual.AsSpan().SequenceEqual(c.Expected))
                Assert.Fail($"{c.Name}, witness {Convert.ToHexStringLower(c.Witness)}, proof {Convert.ToHexStringLower(c.Proof)}: {Convert.ToHexStringLower(actual)}, and the machine {Convert.ToHexStringLower(c.Expected)}");
            count++;
        }
        Assert.True(count > 1000);
    }
}
