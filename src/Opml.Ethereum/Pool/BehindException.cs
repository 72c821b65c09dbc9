namespace Opml.Ethereum.Pool;

/// <summary>The endpoint lacks a block that it is asked about: another may have it.</summary>
internal sealed class BehindException(ulong block) : EthereumException($"No endpoint has block {block} yet.");
