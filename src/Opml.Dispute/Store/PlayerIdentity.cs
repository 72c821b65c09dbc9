using Opml.Ethereum;

namespace Opml.Dispute.Store;

/// <summary>Whose a player's store is.</summary>
/// <param name="ChainId">The chain (EIP-155).</param>
/// <param name="Contract">The Opml contract.</param>
/// <param name="Account">The account that plays.</param>
public sealed record PlayerIdentity(ulong ChainId, Address Contract, Address Account)
{
    /// <summary>What the account plays as, "proposer" say, where one database holds several players of one account. Empty for a file of its own.</summary>
    public string Role { get; init; } = "";

    /// <inheritdoc/>
    public override string ToString() => Role.Length == 0 ? $"{ChainId}/{Contract}/{Account}" : $"{ChainId}/{Contract}/{Account}/{Role}";
}
