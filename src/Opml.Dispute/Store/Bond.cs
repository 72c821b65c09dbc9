using System.Numerics;

namespace Opml.Dispute.Store;

/// <summary>A bond that a player gave the contract.</summary>
/// <param name="Key">Which: "result 1 of request 5", "game 5.1.2".</param>
/// <param name="Request">The request.</param>
/// <param name="Amount">Wei.</param>
/// <param name="State">How it stands.</param>
public sealed record Bond(string Key, ulong Request, BigInteger Amount, BondState State);
