using System.Collections.Immutable;

namespace Opml.Dispute.Store;

/// <summary>A player's bonds as the chain has them, for the operator to see. The player never reads them to decide anything.</summary>
public interface IBondBook
{
    /// <summary>Every bond that was ever noted, by request and key.</summary>
    Task<ImmutableArray<Bond>> ReadAsync(CancellationToken cancellationToken = default);

    /// <summary>Notes how bonds stand.</summary>
    /// <param name="changed">Bonds that are new or stand otherwise.</param>
    /// <param name="gone">Keys of bonds that a reorganisation undid.</param>
    /// <param name="seenAt">The chain index's cursor at which they stand so; nothing is written where it is another now.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Whether it was written.</returns>
    Task<bool> NoteAsync(
        IReadOnlyCollection<Bond> changed, IReadOnlyCollection<string> gone, BlockMark? seenAt, CancellationToken cancellationToken = default);
}
