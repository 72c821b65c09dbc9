using Opml.Dispute.Players;
using Opml.Node.Configuration;

namespace Opml.Node.Models;

/// <summary>A model whose files are loaded.</summary>
/// <param name="Source">The files.</param>
/// <param name="Stamp">Their names, sizes and times.</param>
/// <param name="Files">What was loaded.</param>
internal sealed record LoadedModel(ModelSource Source, string Stamp, ModelFiles Files)
{
    /// <summary>Its files are gone: it is kept for games in play, and gets no new work.</summary>
    public bool IsRetired => RetiredSince is not null;

    /// <summary>Since when, by <see cref="Environment.TickCount64"/>; null while the files are there.</summary>
    public long? RetiredSince { get; init; }
}
