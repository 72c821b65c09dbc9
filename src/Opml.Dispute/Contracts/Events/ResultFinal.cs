using Opml.Ethereum;

namespace Opml.Dispute.Contracts.Events;

/// <summary>A result can never change again.</summary>
/// <param name="RequestId">The request.</param>
/// <param name="Proposer">Who posted it.</param>
/// <param name="Attempt">Number of the request's result, from 1.</param>
public sealed record ResultFinal(ulong RequestId, Address Proposer, uint Attempt) : RequestEvent(RequestId);
