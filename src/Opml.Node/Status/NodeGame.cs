using Opml.Dispute.Contracts;
using Opml.Dispute.Game;

namespace Opml.Node.Status;

/// <summary>A game in play.</summary>
/// <param name="Id">The game.</param>
/// <param name="IsChallenger">Whether the node challenges; else it defends its result.</param>
/// <param name="Turn">Where the game stands.</param>
/// <param name="IsOwnClock">Whether the clock that runs is the node's.</param>
/// <param name="Round">The round being played, from 1.</param>
/// <param name="Size">Steps in dispute.</param>
/// <param name="ClockLeft">What is left of the clock that runs; null where it does not run, or is not known yet.</param>
public sealed record NodeGame(GameId Id, bool IsChallenger, Turn Turn, bool IsOwnClock, int Round, ulong Size, TimeSpan? ClockLeft);
