using System.Numerics;

namespace Opml.Dispute.Game;

/// <summary>
/// The terms on which a model's results are posted and disputed. Their bounds keep a game within reach of both sides:
/// no value can lock ether for good, leave a side no time to move, or make a bond smaller than the costs it stands for.
/// </summary>
public sealed record Terms
{
    /// <summary>A segment's parts at most.</summary>
    public const int MaxArity = 64;

    /// <summary>The longest output that the chain can keep, in bytes: its code size limit, less one (EIP-170).</summary>
    public const uint MaxOutputLimit = 24575;

    /// <summary>Seconds on the clock for each move, at least; a window or deadline is no shorter.</summary>
    public const uint MoveSeconds = 12;

    /// <summary>The longest period, in seconds: 90 days.</summary>
    public const uint MaxSeconds = 90 * 24 * 60 * 60;

    /// <summary>Gas that a post or a pick costs at most, without <see cref="PartGas"/>.</summary>
    public const int MoveGas = 44_000;

    /// <summary>Gas that one more part adds to a post or a pick, at most.</summary>
    public const int PartGas = 1_400;

    /// <summary>Gas for opening a game, at most.</summary>
    public const int OpenGas = 120_000;

    /// <summary>Gas for ending a game, a step's proof included, at most.</summary>
    public const int EndGas = 150_000;

    /// <summary>M: the most steps a run may take.</summary>
    public required ulong StepLimit { get; init; }

    /// <summary>The most bytes an output may have.</summary>
    public uint OutputLimit { get; init; } = 1024;

    /// <summary>Wei that a request pays to the proposer of its final result.</summary>
    public BigInteger Fee { get; init; }

    /// <summary>Wei that a result is posted with.</summary>
    public required BigInteger ProposerBond { get; init; }

    /// <summary>Wei that a game is opened with.</summary>
    public required BigInteger ChallengerBond { get; init; }

    /// <summary>Wei a gas up to which bonds cover the other side's moves.</summary>
    public required ulong FeeCeiling { get; init; }

    /// <summary>Seconds in which a result can be challenged.</summary>
    public required uint ChallengeWindow { get; init; }

    /// <summary>Seconds that each side has for all its moves of one game.</summary>
    public required uint Clock { get; init; }

    /// <summary>Seconds after which a request without a live result can be taken back.</summary>
    public required uint RequestDeadline { get; init; }

    /// <summary>k: the number of parts that a disputed segment is divided into.</summary>
    public int Arity { get; init; } = 16;

    /// <summary>The most rounds of one game, and so the most posts of its proposer and picks of its challenger.</summary>
    public int MaxRounds => Segment.Rounds(StepLimit, Arity);

    /// <summary>Seconds that a clock must have at least: enough for all moves.</summary>
    public uint MinClock => (uint)(MaxRounds + 1) * MoveSeconds;

    /// <summary>Wei that a challenger gets back for each of its picks in a void game, at most.</summary>
    public BigInteger MoveRefund => GasFor(Arity) * (BigInteger)FeeCeiling;

    /// <summary>The smallest challenger's bond: half of it, the proposer's share, covers the gas of a whole game.</summary>
    public BigInteger MinChallengerBond => 2 * WholeGame;

    /// <summary>The smallest proposer's bond: a quarter of it, the least that a winner gets, covers the gas of a whole game.</summary>
    public BigInteger MinProposerBond => 4 * WholeGame;

    /// <summary>Gas that one side needs for a whole game, at most.</summary>
    public long WholeGameGas => ((long)MaxRounds * GasFor(Arity)) + OpenGas + EndGas;

    private BigInteger WholeGame => WholeGameGas * (BigInteger)FeeCeiling;

    /// <summary>Gas that a post or a pick of k = <paramref name="arity"/> is taken to cost.</summary>
    public static int GasFor(int arity) => MoveGas + (PartGas * arity);

    /// <summary>Terms for a step limit with the smallest bonds, no fee, and periods of an hour.</summary>
    /// <param name="stepLimit">M.</param>
    /// <param name="feeCeiling">Wei a gas.</param>
    /// <param name="arity">k.</param>
    public static Terms Sized(ulong stepLimit, ulong feeCeiling, int arity = 16)
    {
        var terms = new Terms
        {
            StepLimit = stepLimit,
            FeeCeiling = feeCeiling,
            Arity = arity,
            ProposerBond = 0,
            ChallengerBond = 0,
            ChallengeWindow = 3600,
            Clock = 3600,
            RequestDeadline = 3600,
        };
        return terms with { ProposerBond = terms.MinProposerBond, ChallengerBond = terms.MinChallengerBond };
    }

    /// <summary>Checks the bounds, as the contract does at registration.</summary>
    /// <exception cref="RuleException"><see cref="Rule.Terms"/>, with what is wrong.</exception>
    public void Check()
    {
        Require(StepLimit > 0, "The step limit must be at least 1.");
        Require(OutputLimit <= MaxOutputLimit, $"The output limit is {OutputLimit} bytes; {MaxOutputLimit} is the most.");
        Require(Arity is >= 2 and <= MaxArity, $"The arity is {Arity}; it must be 2 to {MaxArity}.");
        Require(FeeCeiling > 0, "The fee ceiling must be at least 1 wei a gas.");
        CheckPeriod("challenge window", ChallengeWindow, MoveSeconds);
        CheckPeriod("clock", Clock, MinClock);
        CheckPeriod("request deadline", RequestDeadline, MoveSeconds);
        CheckAmount("challenger's bond", ChallengerBond, MinChallengerBond);
        CheckAmount("proposer's bond", ProposerBond, MinProposerBond);
        CheckAmount("fee", Fee, 0);
    }

    private static void CheckPeriod(string name, uint seconds, uint minimum) => Require(
        seconds >= minimum && seconds <= MaxSeconds,
        $"The {name} is {seconds} seconds; it must be {minimum} to {MaxSeconds}.");

    private static void CheckAmount(string name, BigInteger wei, BigInteger minimum) => Require(
        wei >= minimum && wei < BigInteger.One << 96,
        $"The {name} is {wei} wei; it must be at least {minimum}, and below 2^96.");

    private static void Require(bool holds, string message)
    {
        if (!holds)
            throw new RuleException(Rule.Terms, message);
    }
}
