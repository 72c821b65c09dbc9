using System.Numerics;
using Opml.Ethereum;

namespace Opml.Dispute.Contracts.Oracle;

/// <summary>What a model id of the oracle stands for.</summary>
/// <param name="Key">The model's key.</param>
/// <param name="Owner">Who has the fee; zero where the id is the key itself.</param>
/// <param name="Fee">Wei that a request pays to the owner.</param>
public sealed record OracleListing(Hash32 Key, Address Owner, BigInteger Fee);
