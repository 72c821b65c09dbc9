using System.Collections.Immutable;

namespace Opml.Ethereum;

/// <summary>The logs of a range of blocks, all of one chain.</summary>
/// <param name="Logs">The logs that match, oldest first.</param>
/// <param name="FirstBlock">The first block of the range.</param>
/// <param name="ParentHash">The hash of the block before it; zero before the genesis block.</param>
/// <param name="LastBlock">The last block of the range.</param>
/// <param name="LastHash">Its hash.</param>
public sealed record LogPage(ImmutableArray<Log> Logs, ulong FirstBlock, Hash32 ParentHash, ulong LastBlock, Hash32 LastHash)
{
    private const int Attempts = 3;

    /// <summary>Reads from one node, and looks before and after whether the range's last block is the same.</summary>
    internal static async Task<LogPage> ReadAsync(
        IEthereumClient client, LogFilter filter, ulong first, ulong last, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(last, first);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var before = await client.GetBlockAsync(last, cancellationToken).ConfigureAwait(false) ?? throw Missing(last);
            var start = first == last
                ? before
                : await client.GetBlockAsync(first, cancellationToken).ConfigureAwait(false) ?? throw Missing(first);
            var found = await client.GetLogsAsync(filter with { BlockHash = null, FromBlock = first, ToBlock = last }, cancellationToken).ConfigureAwait(false);
            var after = await client.GetBlockAsync(last, cancellationToken).ConfigureAwait(false);
            var logs = Sort(found);
            if (before.Hash is { } hash && hash == after?.Hash
                && logs.Where(log => log.BlockNumber == last).All(log => log.BlockHash == hash)
                && logs.Where(log => log.BlockNumber == first).All(log => log.BlockHash == start.Hash))
                return new LogPage(logs, first, start.ParentHash, last, hash);
        }

        throw new ReorganisedException(last);
    }

    /// <summary>In the order of the chain, without those taken back and those told twice.</summary>
    internal static ImmutableArray<Log> Sort(IEnumerable<Log> logs) =>
    [
        .. logs
            .Where(log => !log.Removed)
            .DistinctBy(log => (log.BlockHash, log.LogIndex))
            .OrderBy(log => log.BlockNumber)
            .ThenBy(log => log.LogIndex),
    ];

    private static EthereumException Missing(ulong block) => new($"The node has no block {block}: it is behind, or on another chain.");
}
