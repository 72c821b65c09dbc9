using System.Numerics;
using Opml.Ethereum;

namespace Opml.Dispute.Sessions;

/// <summary>A transaction of a dispute, as it was mined.</summary>
/// <param name="Hash">The transaction.</param>
/// <param name="From">Who sent it.</param>
/// <param name="Block">The height of its block.</param>
/// <param name="Time">The time of its block, by which clocks and windows count.</param>
/// <param name="Gas">Gas that it used.</param>
/// <param name="Fee">Wei that its sender paid for gas.</param>
public sealed record MinedTransaction(Hash32 Hash, Address From, ulong Block, DateTimeOffset Time, ulong Gas, BigInteger Fee)
{
    /// <summary>Hash, block and gas.</summary>
    public override string ToString() => $"{Hash} in block {Block}, {Gas} gas";
}
