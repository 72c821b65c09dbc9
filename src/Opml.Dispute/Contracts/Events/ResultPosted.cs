using Opml.Ethereum;

namespace Opml.Dispute.Contracts.Events;

/// <summary>A result is live: it can be challenged inside its window.</summary>
/// <param name="RequestId">The request.</param>
/// <param name="Proposer">Who posted it.</param>
/// <param name="Attempt">Number of the request's result, from 1.</param>
/// <param name="Witness">The last state, 190 bytes.</param>
/// <param name="Succeeded">Whether there is an output.</param>
/// <param name="Output">The output.</param>
public sealed record ResultPosted(
    ulong RequestId, Address Proposer, uint Attempt, byte[] Witness, bool Succeeded, byte[] Output)
    : RequestEvent(RequestId);
