using Opml.Ethereum;

namespace Opml.Dispute.Contracts.Oracle.Events;

/// <summary>A result with an output was delivered.</summary>
/// <param name="Account">Who made the request.</param>
/// <param name="RequestId">The request.</param>
/// <param name="Invoker">Who delivered.</param>
/// <param name="Output">The output.</param>
public sealed record AICallbackResult(Address Account, ulong RequestId, Address Invoker, byte[] Output) : OracleEvent;
