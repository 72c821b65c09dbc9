namespace Opml.PowerShell.Tests;

/// <summary>Tests on one scene, one after the other: the running nodes are known to the whole process.</summary>
[CollectionDefinition(nameof(OnChain))]
public sealed class OnChain : ICollectionFixture<ChainScene>;
