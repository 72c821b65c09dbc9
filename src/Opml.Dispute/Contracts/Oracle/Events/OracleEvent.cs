using Opml.Ethereum;

namespace Opml.Dispute.Contracts.Oracle.Events;

/// <summary>Something that the oracle reported.</summary>
public abstract record OracleEvent
{
    /// <summary>The log that it was read from; null in one that was made by hand.</summary>
    public Log? Log { get; init; }
}
