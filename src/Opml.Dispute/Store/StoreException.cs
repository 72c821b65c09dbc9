namespace Opml.Dispute.Store;

/// <summary>A player's store cannot be used; the message says what to do.</summary>
public class StoreException(string message, Exception? innerException = null) : Exception(message, innerException);
