using System.Numerics;
using Opml.Ethereum;

namespace Opml.Dispute.Contracts.Oracle.Events;

/// <summary>A delivery was made.</summary>
/// <param name="RequestId">The request.</param>
/// <param name="Invoker">Who made it.</param>
/// <param name="Attempt">Which of the request's results it carried.</param>
/// <param name="Duty">What it was.</param>
/// <param name="Success">Whether the callback went well, or there was none to make.</param>
/// <param name="Paid">Wei that the invoker has for it.</param>
public sealed record Delivered(
    ulong RequestId, Address Invoker, uint Attempt, OracleDuty Duty, bool Success, BigInteger Paid) : OracleEvent;
