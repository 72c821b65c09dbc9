using System.Collections.Immutable;
using Opml.Ethereum.Transactions;

namespace Opml.Ethereum.Accounts;

/// <summary>One transaction at all its prices: they share a nonce, so that at most one of them is mined, and it may be any.</summary>
/// <param name="Versions">All that were signed, oldest first; at least one.</param>
/// <param name="Since">Since when the newest is on its way.</param>
/// <param name="SinceBlock">The height of the chain then; null where nobody looked yet.</param>
public sealed record TransactionTrail(ImmutableArray<SignedTransaction> Versions, DateTimeOffset Since, ulong? SinceBlock = null)
{
    /// <summary>The newest version.</summary>
    public SignedTransaction Current => Versions[^1];

    /// <summary>The nonce of all of them.</summary>
    public ulong Nonce => Current.Transaction.Nonce;

    /// <summary>A trail that begins now, of what was noted down.</summary>
    /// <exception cref="ArgumentException">There is none, or they are of different nonces or accounts.</exception>
    public static TransactionTrail Of(params IEnumerable<SignedTransaction> versions)
    {
        ImmutableArray<SignedTransaction> all = [.. versions];
        if (all.IsEmpty || all.Any(version => version.Transaction.Nonce != all[0].Transaction.Nonce || version.Sender != all[0].Sender))
            throw new ArgumentException("A trail is made of one transaction's versions: of one account and nonce.", nameof(versions));
        return new TransactionTrail(all, DateTimeOffset.UtcNow);
    }
}
