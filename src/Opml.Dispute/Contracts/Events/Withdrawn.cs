using System.Numerics;
using Opml.Ethereum;

namespace Opml.Dispute.Contracts.Events;

/// <summary>Ether went out.</summary>
/// <param name="Account">Whose it was.</param>
/// <param name="To">Who received it.</param>
/// <param name="Amount">How many wei.</param>
public sealed record Withdrawn(Address Account, Address To, BigInteger Amount) : OpmlEvent;
