using System.Numerics;
using Opml.Ethereum;

namespace Opml.Dispute.Contracts.Oracle.Events;

/// <summary>A request was taken back.</summary>
/// <param name="RequestId">The request.</param>
/// <param name="Account">Who made it.</param>
/// <param name="Amount">Wei that it can withdraw for it.</param>
public sealed record TakenBack(ulong RequestId, Address Account, BigInteger Amount) : OracleEvent;
