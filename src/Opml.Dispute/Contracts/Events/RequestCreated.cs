using Opml.Ethereum;

namespace Opml.Dispute.Contracts.Events;

/// <summary>A request was made; its input follows, and <see cref="RequestOpened"/> when that is complete.</summary>
/// <param name="RequestId">The request.</param>
/// <param name="ModelId">The model's key.</param>
/// <param name="Requester">Who asked.</param>
/// <param name="InputLength">Bytes of the whole input.</param>
public sealed record RequestCreated(ulong RequestId, Hash32 ModelId, Address Requester, uint InputLength)
    : RequestEvent(RequestId);
