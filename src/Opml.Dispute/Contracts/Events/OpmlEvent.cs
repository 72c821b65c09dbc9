using Opml.Ethereum;

namespace Opml.Dispute.Contracts.Events;

/// <summary>Something that the Opml contract reported.</summary>
public abstract record OpmlEvent
{
    /// <summary>The log that it was read from; null in one that was made by hand.</summary>
    public Log? Log { get; init; }
}
