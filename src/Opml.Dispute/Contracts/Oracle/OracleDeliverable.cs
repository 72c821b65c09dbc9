using System.Numerics;

namespace Opml.Dispute.Contracts.Oracle;

/// <summary>Something that anyone can deliver now.</summary>
/// <param name="RequestId">The request.</param>
/// <param name="Duty">What the delivery would do.</param>
/// <param name="Deposit">The most wei that it would pay.</param>
public sealed record OracleDeliverable(ulong RequestId, OracleDuty Duty, BigInteger Deposit);
