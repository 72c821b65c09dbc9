namespace Opml.Ethereum.Pool;

/// <summary>An endpoint's answer cannot be true.</summary>
internal sealed class LieException(string message) : EthereumException(message);
