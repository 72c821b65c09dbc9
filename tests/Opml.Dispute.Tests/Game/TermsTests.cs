using System.Numerics;
using Opml.Dispute.Game;

namespace Opml.Dispute.Tests.Game;

public class TermsTests
{
    private static Terms Good => Terms.Sized(1UL << 32, 1_000_000_000);

    public static TheoryData<string, Terms> Bad => new()
    {
        { "step limit", Good with { StepLimit = 0 } },
        { "output limit", Good with { OutputLimit = Terms.MaxOutputLimit + 1 } },
        { "arity", Good with { Arity = 1 } },
        { "arity", Good with { Arity = 65 } },
        { "fee ceiling", Good with { FeeCeiling = 0 } },
        { "challenge window", Good with { ChallengeWindow = 11 } },
        { "challenge window", Good with { ChallengeWindow = Terms.MaxSeconds + 1 } },
        { "clock", Good with { Clock = Good.MinClock - 1 } },
        { "clock", Good with { Clock = Terms.MaxSeconds + 1 } },
        { "request deadline", Good with { RequestDeadline = 0 } },
        { "challenger's bond", Good with { ChallengerBond = Good.MinChallengerBond - 1 } },
        { "proposer's bond", Good with { ProposerBond = Good.MinProposerBond - 1 } },
        { "proposer's bond", Good with { ProposerBond = BigInteger.One << 96 } },
        { "fee", Good with { Fee = -1 } },
    };

    [Theory]
    [MemberData(nameof(Bad), DisableDiscoveryEnumeration = true)]
    public void Terms_out_of_bounds_are_refused_by_name(string name, Terms terms)
    {
        var error = Assert.Throws<RuleException>(terms.Check);
        Assert.Equal(Rule.Terms, error.Rule);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1UL, 2)]
    [InlineData(1UL << 32, 2)]
    [InlineData(1UL << 32, 16)]
    [InlineData(ulong.MaxValue, 2)]
    [InlineData(ulong.MaxValue, 64)]
    public void Sized_terms_are_within_bounds(ulong stepLimit, int arity) => Terms.Sized(stepLimit, 1, arity).Check();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    public void A_slashed_bond_is_split_to_the_wei(int otherGames)
    {
        var terms = Good with { ProposerBond = Good.MinProposerBond + 1 };
        var split = Settlement.OfProposer(terms, otherGames);

        Assert.Equal(terms.ProposerBond, split.Burnt + split.Reward + split.Reserved);
        Assert.True(split.Burnt * 2 >= terms.ProposerBond);
        Assert.True(split.Reward * 4 >= terms.ProposerBond - 1);
        Assert.Equal(split.Reserved, split.RefundPerPick * terms.MaxRounds * otherGames);
        Assert.True(split.RefundPerPick <= terms.MoveRefund);
        if (otherGames == 1)
            Assert.Equal(terms.MoveRefund, split.RefundPerPick);
    }

    [Fact]
    public void A_challengers_bond_leaves_the_proposer_its_gas()
    {
        var terms = Good with { ChallengerBond = Good.MinChallengerBond + 1 };
        var split = Settlement.OfChallenger(terms);

        Assert.Equal(terms.ChallengerBond, split.Burnt + split.Reward);
        Assert.True(split.Burnt >= split.Reward);
        Assert.True(split.Reward >= terms.MaxRounds * terms.MoveRefund);
    }
}
