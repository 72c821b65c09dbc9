using System.Numerics;
using Opml.Ethereum;

namespace Opml.Dispute.Contracts.Oracle.Events;

/// <summary>Ether left the oracle.</summary>
/// <param name="Account">Whose it was.</param>
/// <param name="To">Who received it.</param>
/// <param name="Amount">Wei.</param>
public sealed record OracleWithdrawn(Address Account, Address To, BigInteger Amount) : OracleEvent;
