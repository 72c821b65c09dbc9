using System.Numerics;

namespace Opml.Dispute.Contracts.Oracle;

/// <summary>What a delivery would do now.</summary>
/// <param name="Duty">What it would do.</param>
/// <param name="Deposit">The most wei that it would pay.</param>
public sealed record OraclePayment(OracleDuty Duty, BigInteger Deposit);
