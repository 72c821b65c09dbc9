namespace Opml.Dispute.Contracts.Events;

/// <summary>A request was taken back.</summary>
/// <param name="RequestId">The request.</param>
public sealed record RequestCancelled(ulong RequestId) : RequestEvent(RequestId);
