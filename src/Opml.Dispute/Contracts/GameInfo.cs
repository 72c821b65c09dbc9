using Opml.Dispute.Game;
using Opml.Ethereum;

namespace Opml.Dispute.Contracts;

/// <summary>What the contract knows of a game.</summary>
/// <param name="Turn">Where it stands; an open game whose result is struck out is void even before its refund is claimed.</param>
/// <param name="Challenger">Who opened it.</param>
/// <param name="Deadline">Time at which the side to move loses, in seconds, in an open game.</param>
/// <param name="OtherClock">Seconds that the other side has left.</param>
/// <param name="Picks">Picks that the challenger has made.</param>
/// <param name="Arity">k.</param>
/// <param name="Commitment">Hash of the segment, and of the hashes posted for it when the challenger is to pick.</param>
public sealed record GameInfo(
    Turn Turn, Address Challenger, ulong Deadline, ulong OtherClock, int Picks, int Arity, Hash32 Commitment);
