using System.Numerics;
using Opml.Ethereum;

namespace Opml.Dispute.Contracts.Events;

/// <summary>A game ended with one loser.</summary>
/// <param name="GameId">The game, as the contract writes it.</param>
/// <param name="Winner">Who won.</param>
/// <param name="Loser">Whose bond is lost.</param>
/// <param name="Reward">Wei of that bond that the winner has at once.</param>
/// <param name="OnTime">Whether a clock decided.</param>
public sealed record GameEnded(UInt128 GameId, Address Winner, Address Loser, BigInteger Reward, bool OnTime)
    : GameEvent(GameId);
