using System.Numerics;
using Opml.Ethereum;

namespace Opml.Dispute.Contracts.Events;

/// <summary>A void game's challenger has its bond back.</summary>
/// <param name="GameId">The game, as the contract writes it.</param>
/// <param name="Challenger">Who opened it.</param>
/// <param name="Refund">Wei for its picks, from the slashed bond.</param>
public sealed record GameVoided(UInt128 GameId, Address Challenger, BigInteger Refund) : GameEvent(GameId);
