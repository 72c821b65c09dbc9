namespace Opml.Ethereum.Rlp;

/// <summary>Bytes that are not one canonical RLP item, or an item of another shape than asked for.</summary>
public sealed class RlpException(string message) : EthereumException(message);
