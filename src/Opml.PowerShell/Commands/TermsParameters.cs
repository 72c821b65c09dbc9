using System.Management.Automation;
using System.Numerics;
using Opml.Dispute.Game;

namespace Opml.PowerShell.Commands;

/// <summary>The terms of a model, as parameters of the cmdlets that register one.</summary>
public sealed class TermsParameters
{
    private const ulong Gwei = 1_000_000_000;
    private const uint DefaultPeriod = 3600;

    /// <summary>M: the most steps that a run may take.</summary>
    [Parameter]
    [ValidateRange(1UL, ulong.MaxValue)]
    public ulong StepLimit { get; set; } = 1UL << 32;

    /// <summary>The most bytes that an output may have.</summary>
    [Parameter]
    [ValidateRange(0u, Terms.MaxOutputLimit)]
    public uint OutputLimit { get; set; } = 1024;

    /// <summary>Wei that a request pays to the proposer of its final result.</summary>
    [Parameter]
    public BigInteger Fee { get; set; }

    /// <summary>Wei a gas up to which the bonds cover the other side's moves.</summary>
    [Parameter]
    [ValidateRange(1UL, ulong.MaxValue)]
    public ulong FeeCeiling { get; set; } = 100 * Gwei;

    /// <summary>Wei that a result is posted with; the smallest allowed unless given.</summary>
    [Parameter]
    public BigInteger? ProposerBond { get; set; }

    /// <summary>Wei that a game is opened with; the smallest allowed unless given.</summary>
    [Parameter]
    public BigInteger? ChallengerBond { get; set; }

    /// <summary>Seconds in which a result can be challenged.</summary>
    [Parameter]
    [ValidateRange(Terms.MoveSeconds, Terms.MaxSeconds)]
    public uint ChallengeWindow { get; set; } = DefaultPeriod;

    /// <summary>Seconds that each side has for all its moves of one game.</summary>
    [Parameter]
    [ValidateRange(Terms.MoveSeconds, Terms.MaxSeconds)]
    public uint Clock { get; set; } = DefaultPeriod;

    /// <summary>Seconds after which a request without a live result can be taken back.</summary>
    [Parameter]
    [ValidateRange(Terms.MoveSeconds, Terms.MaxSeconds)]
    public uint RequestDeadline { get; set; } = DefaultPeriod;

    /// <summary>k: the number of parts that a disputed segment is divided into.</summary>
    [Parameter]
    [ValidateRange(2, Terms.MaxArity)]
    public int Arity { get; set; } = 16;

    /// <summary>The terms, within their bounds.</summary>
    /// <exception cref="RuleException">They are not.</exception>
    internal Terms ToTerms()
    {
        Terms smallest = Terms.Sized(StepLimit, FeeCeiling, Arity);
        Terms terms = smallest with
        {
            OutputLimit = OutputLimit,
            Fee = Fee,
            ProposerBond = ProposerBond ?? smallest.ProposerBond,
            ChallengerBond = ChallengerBond ?? smallest.ChallengerBond,
            ChallengeWindow = ChallengeWindow,
            Clock = Clock,
            RequestDeadline = RequestDeadline,
        };
        terms.Check();
        return terms;
    }
}
