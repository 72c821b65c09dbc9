using System.Numerics;
using Opml.Ethereum;

namespace Opml.Dispute.Contracts.Oracle.Events;

/// <summary>A number stands for a model from now on.</summary>
/// <param name="Number">The number.</param>
/// <param name="Key">The model's key.</param>
/// <param name="Owner">Who has its fee.</param>
/// <param name="Fee">Wei that a request pays to the owner.</param>
public sealed record ModelListed(ulong Number, Hash32 Key, Address Owner, BigInteger Fee) : OracleEvent;
