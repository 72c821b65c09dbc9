using Opml.Mips.Commitment;
using Opml.Mips.Execution.Reference;
using Opml.Mips.Tests.Cases;

namespace Opml.Mips.Tests.Commitment;

public class MalformedProofTests
{
    [Fact]
    public void Each_meets_its_own_error()
    {
        MalformedProofs.Case[] cases = [.. MalformedProofs.All()];
        Assert.True(cases.Length > 5000);
        foreach (MalformedProofs.Case c in cases)
        {
            StepProofException error = Assert.Throws<StepProofException>(() => StepVerifier.Step(c.Witness, c.Proof));
            Assert.Equal($"{c.Name}: {c.Error}", $"{c.Name}: {error.Error}");
        }
        Assert.Equal(Enum.GetValues<StepProofError>(), cases.Select(c => c.Error).Distinct().Order());
    }
}
