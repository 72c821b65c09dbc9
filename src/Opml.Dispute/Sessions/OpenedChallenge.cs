using Opml.Dispute.Contracts;
using Opml.Dispute.Contracts.Events;
using Opml.Dispute.Game;
using Opml.Ethereum;

namespace Opml.Dispute.Sessions;

/// <summary>A game that was opened.</summary>
public sealed record OpenedChallenge : DisputeEvent, IOnDeployment
{
    /// <summary>The contracts.</summary>
    public required OpmlDeployment Deployment { get; init; }

    /// <summary>The request whose result is challenged.</summary>
    public ulong RequestId => Game.Request;

    /// <summary>The game.</summary>
    public required GameId Game { get; init; }

    /// <summary>Who opened it.</summary>
    public required Address Challenger { get; init; }

    /// <summary>Steps of the disputed run.</summary>
    public required ulong Steps { get; init; }

    /// <summary>k: the number of parts that a segment is divided into.</summary>
    public required int Arity { get; init; }

    /// <summary>The most rounds that it can take, from N and k.</summary>
    public required int MaxRounds { get; init; }

    /// <inheritdoc/>
    public override DisputeStage Stage => DisputeStage.Challenge;

    /// <inheritdoc/>
    public override string Summary => $"game {Game}: {Steps} steps are disputed, {Arity} parts a round, {MaxRounds} rounds at most";

    internal static OpenedChallenge From(OpmlDeployment deployment, GameOpened e, TransactionReceipt receipt) => new()
    {
        Deployment = deployment,
        Game = e.Game,
        Challenger = e.Challenger,
        Steps = e.Segment.Size,
        Arity = e.Arity,
        MaxRounds = Segment.Rounds(e.Segment.Size, e.Arity),
        Gas = receipt.GasUsed,
        Transactions = [receipt.TransactionHash],
    };
}
