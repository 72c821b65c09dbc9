using System.Numerics;
using Opml.Ethereum;

namespace Opml.Dispute.Contracts.Oracle.Events;

/// <summary>A number has another owner or another fee.</summary>
/// <param name="Number">The number.</param>
/// <param name="Owner">Who has its fee.</param>
/// <param name="Fee">Wei that a request pays to the owner.</param>
public sealed record ListingChanged(ulong Number, Address Owner, BigInteger Fee) : OracleEvent;
