using Opml.Dispute.Game;
using Opml.Ethereum;

namespace Opml.Dispute.Contracts.Events;

/// <summary>A game was opened.</summary>
/// <param name="GameId">The game, as the contract writes it.</param>
/// <param name="RequestId">The request.</param>
/// <param name="Challenger">Who opened it.</param>
/// <param name="Segment">The whole run.</param>
/// <param name="Arity">k.</param>
public sealed record GameOpened(
    UInt128 GameId, ulong RequestId, Address Challenger, Segment Segment, byte Arity) : GameEvent(GameId);
