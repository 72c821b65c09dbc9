using Opml.Dispute.Contracts.Events;

namespace Opml.Dispute.Players;

/// <summary>Hears what a view of the chain is made of, in order.</summary>
internal interface IChainListener
{
    /// <summary>The view is made anew, from the first event.</summary>
    void Restarted();

    /// <summary>An event was taken into a view.</summary>
    /// <param name="view">The view, with the event.</param>
    /// <param name="happened">The event.</param>
    /// <param name="isNew">Whether it was read from the chain just now; else it was known before.</param>
    void Applied(ChainView view, OpmlEvent happened, bool isNew);
}
