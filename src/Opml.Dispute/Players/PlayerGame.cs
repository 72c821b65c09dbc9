using Opml.Dispute.Contracts;
using Opml.Dispute.Game;
using Opml.Ethereum;

namespace Opml.Dispute.Players;

/// <summary>A game of a player that is open, or void with its bond still to be claimed.</summary>
/// <param name="Id">The game.</param>
/// <param name="IsChallenger">Whether the player challenges; else it defends its result.</param>
/// <param name="Turn">Where the game stands.</param>
/// <param name="Round">The round being played, from 1.</param>
/// <param name="Size">Steps in dispute.</param>
/// <param name="Deadline">When the clock that runs is spent, in seconds of the chain's clock; null until the chain was asked.</param>
/// <param name="Clock">Seconds that each side had at the opening; null where the player does not work for the model any more.</param>
public sealed record PlayerGame(GameId Id, bool IsChallenger, Turn Turn, int Round, ulong Size, ulong? Deadline, uint? Clock)
{
    /// <summary>Whether the clock that runs is the player's own.</summary>
    public bool IsOwnClock => Turn == Turn.Proposer ? !IsChallenger : IsChallenger && Turn is (Turn.Challenger or Turn.Proof);

    internal static PlayerGame Of(GameEntry game, Address player, uint? clock) =>
        new(game.Id, game.Challenger == player, game.Turn, game.Round, game.Segment.Size, game.Deadline, clock);
}
