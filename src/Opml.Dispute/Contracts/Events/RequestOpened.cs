using Opml.Ethereum;

namespace Opml.Dispute.Contracts.Events;

/// <summary>A request waits for results.</summary>
/// <param name="RequestId">The request.</param>
/// <param name="StartState">Hash of the state in which runs start.</param>
public sealed record RequestOpened(ulong RequestId, Hash32 StartState) : RequestEvent(RequestId);
