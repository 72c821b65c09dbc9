using System.Collections.Immutable;
using Opml.Ethereum;

namespace Opml.Dispute.Store;

/// <summary>
/// The moves that were signed, one a key. A move is noted before its transaction is handed in; one that was mined is kept for some
/// <see cref="KeptBlocks"/> blocks more, so that a process whose view of the chain is older does not make it again, and so that it can be handed
/// in again after a reorganisation.
/// </summary>
public interface IMoveBook
{
    /// <summary>How many blocks a mined move is kept.</summary>
    const ulong KeptBlocks = 1000;

    /// <summary>The move that was signed under a key; null when there is none.</summary>
    Task<SentMove?> FindAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>Moves of this account that are not known to be mined, those of its other players too, by nonce.</summary>
    Task<ImmutableArray<SentMove>> ReadPendingAsync(CancellationToken cancellationToken = default);

    /// <summary>Notes a move that is signed and not handed in yet.</summary>
    /// <param name="move">The move.</param>
    /// <param name="replaces">The hash of the one of the same key in whose place it comes; null where there is to be none.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>False where another one is noted under the key than was taken for granted: this one must not be handed in.</returns>
    Task<bool> NoteAsync(SentMove move, Hash32? replaces, CancellationToken cancellationToken = default);

    /// <summary>Notes that a move is mined; does nothing where it is no longer the one of its key.</summary>
    Task SettleAsync(SentMove move, ulong block, CancellationToken cancellationToken = default);

    /// <summary>Forgets a move that can never be mined, or reverted; does nothing where it is no longer the one of its key.</summary>
    Task ForgetAsync(SentMove move, CancellationToken cancellationToken = default);
}
