namespace Opml.Dispute.Contracts.Events;

/// <summary>Something that happened to one request.</summary>
/// <param name="RequestId">The request.</param>
public abstract record RequestEvent(ulong RequestId) : OpmlEvent;
