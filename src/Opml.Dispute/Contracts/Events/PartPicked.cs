using Opml.Dispute.Game;

namespace Opml.Dispute.Contracts.Events;

/// <summary>The challenger made its move.</summary>
/// <param name="GameId">The game, as the contract writes it.</param>
/// <param name="Segment">What is disputed now.</param>
public sealed record PartPicked(UInt128 GameId, Segment Segment) : GameEvent(GameId);
