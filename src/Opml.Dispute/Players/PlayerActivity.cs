using System.Diagnostics;

namespace Opml.Dispute.Players;

/// <summary>The players' traces: a span for each run and for each move.</summary>
public static class PlayerActivity
{
    /// <summary>The name to listen to.</summary>
    public const string SourceName = "Opml.Players";

    internal static ActivitySource Source { get; } = new(SourceName);
}
