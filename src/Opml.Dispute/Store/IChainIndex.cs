using Opml.Ethereum;

namespace Opml.Dispute.Store;

/// <summary>
/// The contract's logs as far as they have been read, and how far that is: the cursor. Whoever writes says which cursor it takes the
/// index to have, and writes nothing where another process was faster. The hashes of some of the last blocks read (the
/// marks) are kept, so that a reorganisation of the chain shows.
/// </summary>
public interface IChainIndex
{
    /// <summary>The last block whose logs are in the index; null before the first.</summary>
    Task<BlockMark?> GetCursorAsync(CancellationToken cancellationToken = default);

    /// <summary>The newest block at or below a height of which the index knows the hash; null where there is none.</summary>
    Task<BlockMark?> FindMarkAsync(ulong atOrBelow, CancellationToken cancellationToken = default);

    /// <summary>Gives the logs of one moment, in the order of the chain.</summary>
    /// <param name="after">Only those of later blocks; all where null.</param>
    /// <param name="take">Given one log after the other. It must not use the store.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The cursor of that moment. Null where <paramref name="after"/> is no mark of the index (any more) and nothing was
    /// given: what was read up to it may not stand.</returns>
    Task<IndexReading?> ReadAsync(BlockMark? after, Action<Log> take, CancellationToken cancellationToken = default);

    /// <summary>Adds logs, and moves the cursor to the block up to which they were read, all or nothing.</summary>
    /// <param name="logs">In any order.</param>
    /// <param name="expected">The cursor that the index is taken to have.</param>
    /// <param name="cursor">The new one.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>False, and nothing is written, where the cursor is another.</returns>
    Task<bool> AppendAsync(IReadOnlyList<Log> logs, BlockMark? expected, BlockMark cursor, CancellationToken cancellationToken = default);

    /// <summary>Forgets the logs after a block that was marked; all of them where it is null.</summary>
    /// <returns>False, and nothing is forgotten, where the cursor is not the expected one.</returns>
    Task<bool> RewindAsync(BlockMark? expected, BlockMark? to, CancellationToken cancellationToken = default);
}
