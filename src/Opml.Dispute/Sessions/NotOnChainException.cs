namespace Opml.Dispute.Sessions;

/// <summary>What was asked for by its number or key is not at the contracts: a request, a game, a model.</summary>
public sealed class NotOnChainException : InvalidOperationException
{
    /// <summary>An error with a message that names what is missing, and where.</summary>
    public NotOnChainException(string message)
        : base(message)
    {
    }
}
