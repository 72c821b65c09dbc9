namespace Opml.Mips.Insight.Comparison;

/// <summary>What counts as a difference between two runs.</summary>
public enum ComparisonBasis
{
    /// <summary>The claims of somebody about state hashes.</summary>
    Claim,

    /// <summary>The whole state, memory included.</summary>
    State,

    /// <summary>Registers, program counters and status.</summary>
    Registers,

    /// <summary>Program counters and status: which way the program takes.</summary>
    Control,
}
