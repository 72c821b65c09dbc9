using System.Numerics;
using Opml.Dispute.Contracts;
using Opml.Ethereum;

namespace Opml.Dispute.Sessions;

/// <summary>How a dispute ended. Its transactions are all of the dispute's, its time the whole dispute's.</summary>
public sealed record DisputeOutcome : DisputeEvent, IOnDeployment
{
    /// <summary>The contracts.</summary>
    public required OpmlDeployment Deployment { get; init; }

    /// <summary>The request.</summary>
    public required ulong RequestId { get; init; }

    /// <summary>The game; null where nobody challenged the result.</summary>
    public GameId? Game { get; init; }

    /// <summary>Proposer or Challenger; null where there was no game.</summary>
    public string? WinnerRole { get; init; }

    /// <summary>Who won; null where there was no game.</summary>
    public Address? Winner { get; init; }

    /// <summary>Whose bond is lost; null where there was no game.</summary>
    public Address? Loser { get; init; }

    /// <summary>Whether a clock decided, and no step.</summary>
    public bool OnTime { get; init; }

    /// <summary>The step that decided; null where a clock did.</summary>
    public ArbitratedStep? Step { get; init; }

    /// <summary>Rounds played.</summary>
    public required int Rounds { get; init; }

    /// <summary>Wei of the lost bond.</summary>
    public BigInteger LostBond { get; init; }

    /// <summary>Wei of it that nobody will ever have.</summary>
    public BigInteger Burnt { get; init; }

    /// <summary>Wei of it that the winner has.</summary>
    public BigInteger Reward { get; init; }

    /// <summary>Gas used in each stage.</summary>
    public required IReadOnlyDictionary<DisputeStage, ulong> GasByStage { get; init; }

    /// <summary>Time that each stage took.</summary>
    public required IReadOnlyDictionary<DisputeStage, TimeSpan> TimeByStage { get; init; }

    /// <inheritdoc/>
    public override DisputeStage Stage => DisputeStage.Outcome;

    /// <inheritdoc/>
    public override string Summary => Winner is null
        ? $"nobody challenges the result of request {RequestId}"
        : $"the {WinnerRole?.ToLowerInvariant()} {Text.Short(Winner.Value)} wins{(OnTime ? " on time" : "")}; {Text.Short(Loser!.Value)} loses {Text.Ether(LostBond)}, of which {Text.Ether(Burnt)} are burnt";
}
