using Opml.Ethereum;

namespace Opml.Dispute.Store;

/// <summary>A move whose transaction was signed, and is not known yet to be mined.</summary>
/// <param name="Key">Which move it is.</param>
/// <param name="Nonce">The transaction's nonce: no other with it can be mined.</param>
/// <param name="Hash">The transaction's hash.</param>
/// <param name="Raw">The signed transaction, to be handed in again.</param>
public sealed record SentMove(string Key, ulong Nonce, Hash32 Hash, byte[] Raw);
