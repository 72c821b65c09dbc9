using Opml.Dispute.Game;
using Opml.Ethereum;

namespace Opml.Dispute.Contracts.Events;

/// <summary>The machine's contract executed the disputed step.</summary>
/// <param name="GameId">The game, as the contract writes it.</param>
/// <param name="Segment">The step.</param>
/// <param name="StateHash">The state that follows the agreed one.</param>
public sealed record StepProven(UInt128 GameId, Segment Segment, Hash32 StateHash) : GameEvent(GameId);
