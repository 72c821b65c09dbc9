using Opml.Ethereum;

namespace Opml.Dispute.Contracts.Events;

/// <summary>A result was struck out: its request is open again, and its other games are void.</summary>
/// <param name="RequestId">The request.</param>
/// <param name="GameId">The game that did it, as the contract writes it.</param>
/// <param name="Proposer">Who had posted it.</param>
public sealed record ResultStruckOut(ulong RequestId, UInt128 GameId, Address Proposer) : RequestEvent(RequestId);
