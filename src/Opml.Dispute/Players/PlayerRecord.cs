using System.Numerics;

namespace Opml.Dispute.Players;

/// <summary>
/// What a player has done and what came of it, by the contract's events since the player's first block: the same after a
/// restart. Amounts are wei, of models that the player works for.
/// </summary>
public sealed record PlayerRecord
{
    /// <summary>Results that it posted.</summary>
    public long ResultsPosted { get; init; }

    /// <summary>Of these, those that became final.</summary>
    public long ResultsFinal { get; init; }

    /// <summary>Of these, those that were struck out.</summary>
    public long ResultsStruckOut { get; init; }

    /// <summary>Challenges that it opened.</summary>
    public long Challenges { get; init; }

    /// <summary>Games that it won, on either side.</summary>
    public long GamesWon { get; init; }

    /// <summary>Games that it lost, on either side.</summary>
    public long GamesLost { get; init; }

    /// <summary>Of these, those lost because its clock ran out.</summary>
    public long GamesLostOnTime { get; init; }

    /// <summary>Games of its own that others made void, and that it claimed.</summary>
    public long GamesVoid { get; init; }

    /// <summary>Fees of its final results.</summary>
    public BigInteger FeesEarned { get; init; }

    /// <summary>What it had of others' bonds at once, refunds for void games included.</summary>
    public BigInteger BondsWon { get; init; }

    /// <summary>Bonds of its own that it lost.</summary>
    public BigInteger BondsLost { get; init; }
}
