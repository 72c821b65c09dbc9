using Opml.Ethereum;

namespace Opml.Dispute.Store;

/// <summary>Whose a player's file is.</summary>
/// <param name="ChainId">The chain (EIP-155).</param>
/// <param name="Contract">The Opml contract.</param>
/// <param name="Account">The account that plays.</param>
public sealed record PlayerIdentity(ulong ChainId, Address Contract, Address Account)
{
    /// <inheritdoc/>
    public override string ToString() => $"{ChainId}/{Contract}/{Account}";
}
