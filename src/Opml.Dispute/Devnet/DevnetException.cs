namespace Opml.Dispute.Devnet;

/// <summary>A local node could not be found or started.</summary>
public sealed class DevnetException : Exception
{
    /// <summary>An error with a message that says what to do.</summary>
    public DevnetException(string message)
        : base(message)
    {
    }

    /// <summary>An error caused by another one.</summary>
    public DevnetException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
