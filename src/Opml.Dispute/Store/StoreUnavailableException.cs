namespace Opml.Dispute.Store;

/// <summary>The store is out of reach for now: its server is down, or the way to it. It is worth trying again.</summary>
public sealed class StoreUnavailableException(string message, Exception? innerException = null) : StoreException(message, innerException);
