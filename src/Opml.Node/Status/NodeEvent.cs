using Opml.Dispute.Contracts;

namespace Opml.Node.Status;

/// <summary>Something that happened.</summary>
/// <param name="Time">When the node learnt of it.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Message">A sentence.</param>
public sealed record NodeEvent(DateTimeOffset Time, NodeEventKind Kind, string Message)
{
    /// <summary>The request that it is about; null for none.</summary>
    public ulong? RequestId { get; init; }

    /// <summary>The game that it is about; null for none.</summary>
    public GameId? Game { get; init; }
}
