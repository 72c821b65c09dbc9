using Opml.Ethereum;

namespace Opml.Dispute.Contracts.Oracle.Events;

/// <summary>A result without an output was delivered.</summary>
/// <param name="Account">Who made the request.</param>
/// <param name="RequestId">The request.</param>
/// <param name="Invoker">Who delivered.</param>
/// <param name="Code">1 the program failed, 2 it trapped, 3 it reached the step limit, 4 its output is too long.</param>
public sealed record AICallbackError(Address Account, ulong RequestId, Address Invoker, byte Code) : OracleEvent;
