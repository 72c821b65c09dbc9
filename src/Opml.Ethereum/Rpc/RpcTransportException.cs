namespace Opml.Ethereum.Rpc;

/// <summary>A node could not be reached, did not answer in time, or answered what is no JSON-RPC.</summary>
public sealed class RpcTransportException : EthereumException
{
    internal RpcTransportException(string message, bool isTransient, Exception? innerException = null)
        : base(message, innerException) => IsTransient = isTransient;

    /// <summary>Whether the same question may be answered a moment later.</summary>
    public bool IsTransient { get; }
}
