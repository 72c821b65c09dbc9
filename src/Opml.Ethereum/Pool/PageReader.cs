using System.Diagnostics;
using Opml.Ethereum.Rpc;

namespace Opml.Ethereum.Pool;

/// <summary>Reads a range of logs from one endpoint, and believes nothing that its own headers contradict.</summary>
internal sealed class PageReader(HeaderCheck headers, EndpointPoolOptions options)
{
    private const int Attempts = 3;

    /// <summary>A page, the blocks whose bloom filter speaks of logs of which the page has none, and those of which it has some.</summary>
    internal sealed record Read(LogPage Page, IReadOnlyList<Block> Suspicious, IReadOnlyList<Block> Told);

    public async Task<Read> ReadAsync(HttpEthereumClient client, LogFilter filter, ulong first, ulong last, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var chain = await HeadersAsync(client, first, last, cancellationToken).ConfigureAwait(false);
            if (chain is null)
                continue;
            var found = await TryAsync(() => client.GetLogsAsync(filter with { BlockHash = null, FromBlock = first, ToBlock = last }, cancellationToken)).ConfigureAwait(false);
            foreach (var log in found)
                CheckRange(log, filter, first, last);
            var after = await TryAsync(() => headers.GetAsync(client, last, cancellationToken)).ConfigureAwait(false);
            var page = new LogPage(LogPage.Sort(found), first, chain[0].Block.ParentHash, last, chain[^1].Block.Hash ?? default);
            if (after?.Block.Hash != page.LastHash || !await AreOfChainAsync(client, page, chain, cancellationToken).ConfigureAwait(false))
                continue;
            return ToRead(page, chain, filter);
        }

        throw new ReorganisedException(last);
    }

    /// <summary>The range's headers, each the parent of the next; the two ends alone where it is long. Null where the chain changed meanwhile.</summary>
    private async Task<List<BlockHeader>?> HeadersAsync(HttpEthereumClient client, ulong first, ulong last, CancellationToken cancellationToken)
    {
        var isShort = last - first < (ulong)options.HeaderBlocks;
        var chain = new List<BlockHeader> { await HeaderAsync(last).ConfigureAwait(false) };
        while (chain[^1].Block is var child && child.Number > first)
        {
            var number = isShort ? child.Number - 1 : first;
            var header = (isShort ? headers.Find(child.ParentHash) : null) ?? await HeaderAsync(number).ConfigureAwait(false);
            if (header.Block.Number != number || (isShort && header.Block.Hash != child.ParentHash))
                return null;
            chain.Add(header);
        }

        chain.Reverse();
        return chain;

        async Task<BlockHeader> HeaderAsync(ulong number) =>
            await TryAsync(() => headers.GetAsync(client, number, cancellationToken)).ConfigureAwait(false) ?? throw new BehindException(number);
    }

    /// <summary>A page takes many questions: one that goes wrong quickly is asked again before the endpoint is left.</summary>
    private async Task<T> TryAsync<T>(Func<Task<T>> ask)
    {
        var start = Stopwatch.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ask().ConfigureAwait(false);
            }
            catch (EthereumException error) when (attempt < Attempts && Blaming.Of(error) is Blame.Fails or Blame.Stumbles && Stopwatch.GetElapsedTime(start) < options.Rpc.Timeout / 4)
            {
                // Once more.
            }
        }
    }

    private static void CheckRange(Log log, LogFilter filter, ulong first, ulong last)
    {
        if (log.BlockNumber < first || log.BlockNumber > last || !filter.Matches(log))
            throw new LieException($"it answers eth_getLogs with a log of block {log.BlockNumber} and contract {log.Address}, which was not asked for");
    }

    /// <summary>Whether the logs' blocks are those of the headers; a header that denies a log of its own block is a lie.</summary>
    private async Task<bool> AreOfChainAsync(HttpEthereumClient client, LogPage page, List<BlockHeader> chain, CancellationToken cancellationToken)
    {
        var known = chain.ToDictionary(header => header.Block.Number);
        foreach (var logs in page.Logs.GroupBy(log => log.BlockNumber))
        {
            if (!known.TryGetValue(logs.Key, out var header))
            {
                if (logs.Select(log => log.BlockHash).Distinct().Count() > 1)
                    return false;
                header = await TryAsync(() => headers.GetAsync(client, logs.Key, cancellationToken)).ConfigureAwait(false);
            }

            if (header is null || logs.Any(log => log.BlockHash != header.Block.Hash))
                return false;
            if (header.LogsBloom is { } bloom && logs.FirstOrDefault(log => !Bloom.MayHold(bloom, log)) is { } denied)
                throw new LieException($"it answers eth_getLogs with a log of contract {denied.Address} that block {denied.BlockNumber} does not hold");
        }

        return true;
    }

    private static Read ToRead(LogPage page, List<BlockHeader> chain, LogFilter filter)
    {
        var told = page.Logs.Select(log => log.BlockNumber).ToHashSet();
        return new Read(
            page,
            [.. chain
                .Where(header => header.LogsBloom is { Length: Bloom.Size } bloom && !told.Contains(header.Block.Number) && Bloom.MayHold(bloom, filter))
                .Select(header => header.Block)],
            [.. chain.Select(header => header.Block).Where(block => told.Contains(block.Number))]);
    }
}
