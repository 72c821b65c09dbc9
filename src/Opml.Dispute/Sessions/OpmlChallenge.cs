using Opml.Dispute.Contracts;
using Opml.Dispute.Contracts.Events;
using Opml.Dispute.Game;
using Opml.Ethereum;

namespace Opml.Dispute.Sessions;

/// <summary>A game as it stands on the chain.</summary>
public sealed record OpmlChallenge : IOnDeployment
{
    /// <summary>The contracts.</summary>
    public required OpmlDeployment Deployment { get; init; }

    /// <summary>The request whose result is challenged.</summary>
    public ulong RequestId => Game.Request;

    /// <summary>The game.</summary>
    public required GameId Game { get; init; }

    /// <summary>Who opened it.</summary>
    public required Address Challenger { get; init; }

    /// <summary>Whose turn it is, or how it ended.</summary>
    public required Turn Turn { get; init; }

    /// <summary>Whether moves are possible still.</summary>
    public required bool IsOpen { get; init; }

    /// <summary>What is disputed: index, size, the hash agreed on and the one disputed.</summary>
    public required Segment Segment { get; init; }

    /// <summary>k: the number of parts that a segment is divided into.</summary>
    public required int Arity { get; init; }

    /// <summary>Picks that the challenger has made.</summary>
    public required int Picks { get; init; }

    /// <summary>The most rounds that are still to come.</summary>
    public required int RoundsLeft { get; init; }

    /// <summary>When the clock of the side to move is spent; null in a game that has ended.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>What that clock has left by the latest block's time, nothing at least; null as above.</summary>
    public TimeSpan? ClockLeft { get; init; }

    /// <summary>What the other side's clock has left; null as above.</summary>
    public TimeSpan? OtherClockLeft { get; init; }

    /// <summary>Reads the games against a request's results, or every request's, oldest first.</summary>
    /// <param name="deployment">The contracts.</param>
    /// <param name="contract">The Opml contract.</param>
    /// <param name="requestId">The request; all where null.</param>
    /// <param name="cancellationToken">Cancels the questions.</param>
    public static async IAsyncEnumerable<OpmlChallenge> ReadAsync(
        OpmlDeployment deployment,
        OpmlContract contract,
        ulong? requestId,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        ArgumentNullException.ThrowIfNull(contract);
        ulong head = await contract.Client.GetBlockNumberAsync(cancellationToken).ConfigureAwait(false);
        Block? block = await contract.Client.GetBlockAsync(head, cancellationToken).ConfigureAwait(false);
        ulong now = block?.Timestamp ?? 0;
        foreach (GameOpened opened in await contract.GetGamesOpenedAsync(requestId, deployment.Block, cancellationToken).ConfigureAwait(false))
        {
            GameState state = await contract
                .GetGameStateAsync(opened.Game, opened.Log?.BlockNumber ?? deployment.Block, cancellationToken).ConfigureAwait(false);
            yield return From(deployment, opened, state, now);
        }
    }

    private static OpmlChallenge From(OpmlDeployment deployment, GameOpened opened, GameState state, ulong now) => new()
    {
        Deployment = deployment,
        Game = opened.Game,
        Challenger = opened.Challenger,
        Turn = state.Turn,
        IsOpen = state.IsOpen,
        Segment = state.Segment,
        Arity = state.Arity,
        Picks = state.Picks,
        RoundsLeft = state.IsOpen ? Segment.Rounds(state.Segment.Size, state.Arity) : 0,
        Deadline = state.IsOpen ? DateTimeOffset.FromUnixTimeSeconds((long)state.Deadline) : null,
        ClockLeft = state.IsOpen ? TimeSpan.FromSeconds(state.Deadline > now ? state.Deadline - now : 0) : null,
        OtherClockLeft = state.IsOpen ? TimeSpan.FromSeconds(state.OtherClock) : null,
    };
}
