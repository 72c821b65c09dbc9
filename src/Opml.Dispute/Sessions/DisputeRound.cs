using Opml.Dispute.Contracts;
using Opml.Dispute.Game;
using Opml.Ethereum;

namespace Opml.Dispute.Sessions;

/// <summary>One round of the bisection: the proposer's hashes and the challenger's pick.</summary>
public sealed record DisputeRound : DisputeEvent, IOnDeployment
{
    /// <summary>The contracts.</summary>
    public required OpmlDeployment Deployment { get; init; }

    /// <summary>The game.</summary>
    public required GameId Game { get; init; }

    /// <summary>The round's number, from 1.</summary>
    public required int Round { get; init; }

    /// <summary>What was disputed when the round began.</summary>
    public required Segment Segment { get; init; }

    /// <summary>The states that the proposer posted, at the inner ends of the segment's parts.</summary>
    public required IReadOnlyList<Hash32> Hashes { get; init => field = value.ToArray(); }

    /// <summary>The part that the challenger picked, from 1.</summary>
    public required int Choice { get; init; }

    /// <summary>What is disputed now.</summary>
    public required Segment Part { get; init; }

    /// <summary>Gas of the proposer's move.</summary>
    public required ulong ProposerGas { get; init; }

    /// <summary>Gas of the challenger's move; 0 where the pick came with the step's proof.</summary>
    public required ulong ChallengerGas { get; init; }

    /// <inheritdoc/>
    public override DisputeStage Stage => DisputeStage.Round;

    /// <inheritdoc/>
    public override string Summary =>
        $"round {Round}: of {Segment.Size} steps from {Segment.Index}, part {Choice} of {Hashes.Count + 1}: {Part.Size} from {Part.Index}";
}
