using System.Collections.Immutable;
using Opml.Ethereum;

namespace Opml.Dispute.Store;

/// <summary>A move whose transaction was signed.</summary>
/// <param name="Key">Which move it is.</param>
/// <param name="Nonce">The transaction's nonce: no other with it can be mined.</param>
/// <param name="Hash">The transaction's hash.</param>
/// <param name="Raw">The signed transaction, to be handed in again.</param>
public sealed record SentMove(string Key, ulong Nonce, Hash32 Hash, byte[] Raw)
{
    /// <summary>Hashes of cheaper transactions of the same nonce that this one came in the place of; one of them may be mined yet.</summary>
    public ImmutableArray<Hash32> Earlier { get; init; } = [];

    /// <summary>The block in which it was seen mined; null as long as it was not.</summary>
    public ulong? Block { get; init; }
}
