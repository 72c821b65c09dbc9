using Opml.Dispute.Game;
using Opml.Ethereum;

namespace Opml.Dispute.Contracts.Events;

/// <summary>The proposer made its move.</summary>
/// <param name="GameId">The game, as the contract writes it.</param>
/// <param name="Segment">What is disputed.</param>
/// <param name="Hashes">The states at the segment's inner positions.</param>
public sealed record HashesPosted(UInt128 GameId, Segment Segment, Hash32[] Hashes) : GameEvent(GameId);
