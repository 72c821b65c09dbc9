using System.Collections.Immutable;
using Opml.Dispute.Contracts;

namespace Opml.Dispute.Players;

/// <summary>How things stood for a player when it last looked at the chain.</summary>
public sealed record PlayerStatus
{
    /// <summary>The last block that was read.</summary>
    public required ulong Height { get; init; }

    /// <summary>That block's time, in seconds: the chain's clock.</summary>
    public required ulong ChainTime { get; init; }

    /// <summary>Requests of the models that the player works for, by where they stand.</summary>
    public required IReadOnlyDictionary<RequestStatus, int> Requests { get; init; }

    /// <summary>The player's games that are not settled.</summary>
    public required ImmutableArray<PlayerGame> Games { get; init; }

    /// <summary>Gas for one side of every game that the player has open, or of one on each of its live results.</summary>
    public required long GasReserved { get; init; }

    /// <summary>What is to be done now.</summary>
    public required int DutiesDue { get; init; }

    /// <summary>What is being done.</summary>
    public required int DutiesUnderWay { get; init; }

    /// <summary>What failed and will be tried again.</summary>
    public required int DutiesResting { get; init; }

    /// <summary>Runs in memory or under way.</summary>
    public required int RunsHeld { get; init; }

    /// <summary>What came of it all so far.</summary>
    public required PlayerRecord Tally { get; init; }
}
