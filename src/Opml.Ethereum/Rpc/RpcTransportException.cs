namespace Opml.Ethereum.Rpc;

/// <summary>A node could not be reached, did not answer in time, or answered what is no JSON-RPC.</summary>
public class RpcTransportException : EthereumException
{
    internal RpcTransportException(string message, bool isTransient, Exception? innerException = null)
        : base(message, innerException) => IsTransient = isTransient;

    /// <summary>Whether the same question may be answered a moment later.</summary>
    public bool IsTransient { get; }

    /// <summary>Whether the answer was larger than is taken.</summary>
    internal bool IsTooLong { get; init; }

    /// <summary>How long the node asks to be left alone (HTTP's Retry-After).</summary>
    internal TimeSpan? RetryAfter { get; init; }
}
