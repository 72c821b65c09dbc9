namespace Opml.Ethereum.Transactions;

/// <summary>An account and storage slots that a transaction announces to touch (EIP-2930).</summary>
/// <param name="Address">The account.</param>
/// <param name="StorageKeys">The slots.</param>
public sealed record AccessListEntry(Address Address, IReadOnlyList<Hash32> StorageKeys);
