using System.Numerics;

namespace Opml.Node.Configuration;

/// <summary>What a node will risk and spend. Amounts are wei.</summary>
public sealed record NodeLimits
{
    /// <summary>The highest proposer's bond that it posts; any unless set.</summary>
    public BigInteger? MaxProposerBond { get; init; }

    /// <summary>The highest challenger's bond that it pays; any unless set.</summary>
    public BigInteger? MaxChallengerBond { get; init; }

    /// <summary>The lowest fee that it posts results for.</summary>
    public BigInteger MinFee { get; init; }

    /// <summary>The highest step limit of a model that it works for.</summary>
    public ulong MaxSteps { get; init; } = 1UL << 40;

    /// <summary>The most that it pays for gas, in wei a gas; what the model's terms state as their ceiling unless set.</summary>
    public BigInteger? MaxFeePerGas { get; init; }

    /// <summary>Bytes that must stay free on the store's disk.</summary>
    public long MinFreeDisk { get; init; } = 256L << 20;

    /// <summary>The part of a clock that must be left over, in percent: below it the node warns, and a game that would reach into it is not begun.</summary>
    public int SafetyMarginPercent { get; init; } = 25;

    /// <summary>How far this machine's clock and the chain's may be apart before the node warns.</summary>
    public TimeSpan MaxClockSkew { get; init; } = TimeSpan.FromMinutes(5);
}
