namespace Opml.Dispute.Store;

/// <summary>A player's file cannot be used; the message says what to do.</summary>
public sealed class StoreException(string message, Exception? innerException = null) : Exception(message, innerException);
