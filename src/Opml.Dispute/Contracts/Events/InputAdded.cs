namespace Opml.Dispute.Contracts.Events;

/// <summary>Bytes of a request's input.</summary>
/// <param name="RequestId">The request.</param>
/// <param name="Offset">Bytes of the input before these.</param>
/// <param name="Piece">The bytes.</param>
public sealed record InputAdded(ulong RequestId, uint Offset, byte[] Piece) : RequestEvent(RequestId);
