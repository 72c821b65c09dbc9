namespace Opml.Ethereum.Abi;

/// <summary>Values that do not fit their ABI types, or bytes or JSON that are no valid ABI.</summary>
public sealed class AbiException : EthereumException
{
    /// <summary>An error with a message that says which value or byte is wrong.</summary>
    public AbiException(string message)
        : base(message)
    {
    }

    /// <summary>An error caused by another one.</summary>
    public AbiException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
