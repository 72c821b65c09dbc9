namespace Opml.Ethereum;

/// <summary>Base of every error that this assembly raises about chain data, keys or nodes.</summary>
public class EthereumException : Exception
{
    /// <summary>An error with a message that says what is wrong and what to do.</summary>
    public EthereumException(string message)
        : base(message)
    {
    }

    /// <summary>An error caused by another one.</summary>
    public EthereumException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
