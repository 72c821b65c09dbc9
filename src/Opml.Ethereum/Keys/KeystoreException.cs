namespace Opml.Ethereum.Keys;

/// <summary>A keystore that is no version 3, is damaged, asks for too much, or is locked with another password.</summary>
public sealed class KeystoreException : EthereumException
{
    /// <summary>An error with a message that says what is wrong.</summary>
    public KeystoreException(string message)
        : base(message)
    {
    }

    /// <summary>An error caused by another one.</summary>
    public KeystoreException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
