using Opml.Ethereum.Rpc;

namespace Opml.Ethereum.Pool;

/// <summary>
/// Logs that can be relied on: read from one endpoint together with the headers that they hang on, compared with what a second one tells
/// of the same blocks, and asked for again where a header's bloom filter speaks of logs that are missing.
/// </summary>
internal sealed class PoolLogs(Router router, PageReader reader, EndpointPoolOptions options)
{
    private const int Attempts = 4;
    private const int FewTransactions = 20;

    public async Task<LogPage> ReadAsync(LogFilter filter, ulong first, ulong last, CancellationToken cancellationToken)
    {
        var question = new Question<PageReader.Read>("eth_getLogs", (client, cancel) => reader.ReadAsync(client, filter, first, last, cancel)) { Block = last };
        for (var attempt = 1; ; attempt++)
        {
            var (read, by) = await router.AskAsync(question, cancellationToken).ConfigureAwait(false);
            var witness = options.CompareLogs ? await SecondAsync(question, read.Page, by, cancellationToken).ConfigureAwait(false) : null;
            if (witness is { } second && !await AgreesAsync(read.Page, by, second.Value.Page, second.By, cancellationToken).ConfigureAwait(false))
            {
                if (attempt >= Attempts)
                    throw new EndpointDisagreementException($"the logs of the blocks {first} to {last}", [by.Name, second.By.Name]);
                continue; // one of the two was found out, and is not asked again
            }

            if (await IsCompleteAsync(read, filter, witness?.By ?? by, by, cancellationToken).ConfigureAwait(false))
                return read.Page;
            if (attempt >= Attempts)
                throw router.Nobody($"eth_getLogs for the blocks {first} to {last} without leaving logs out");
        }
    }

    /// <summary>What another endpoint tells of the same blocks; null where none has just these blocks.</summary>
    private async Task<Router.Answer<PageReader.Read>?> SecondAsync(
        Question<PageReader.Read> question, LogPage page, Endpoint by, CancellationToken cancellationToken)
    {
        foreach (var endpoint in router.Fit(question with { Except = [by] }).Where(endpoint => endpoint.State is EndpointState.Healthy or EndpointState.Unknown))
        {
            try
            {
                var read = await router.TryAsync(endpoint, question, cancellationToken).ConfigureAwait(false);
                if (read.Page.LastHash == page.LastHash && read.Page.ParentHash == page.ParentHash)
                    return new Router.Answer<PageReader.Read>(read, endpoint);
            }
            catch (EthereumException)
            {
                // It fails, is behind or on another fork: the next one may be none of these.
            }
        }

        return null;
    }

    /// <summary>Whether two pages of the same blocks hold the same logs; where they do not, whoever is found to be wrong is left.</summary>
    private async Task<bool> AgreesAsync(LogPage one, Endpoint oneBy, LogPage other, Endpoint otherBy, CancellationToken cancellationToken)
    {
        var ours = one.Logs.ToDictionary(KeyOf);
        var theirs = other.Logs.ToDictionary(KeyOf);
        var difference = ours.Where(entry => !theirs.ContainsKey(entry.Key)).Select(entry => (Log: entry.Value, By: oneBy, Not: otherBy))
            .Concat(theirs.Where(entry => !ours.ContainsKey(entry.Key)).Select(entry => (Log: entry.Value, By: otherBy, Not: oneBy)))
            .ToList();
        if (difference.Count == 0)
            return true;

        // One log is enough to tell: its receipt shows it at the endpoint that left it out, or does not at the one that made it up.
        var (log, by, not) = difference[0];
        if (await ReceiptShowsAsync(not, log, cancellationToken).ConfigureAwait(false) == true)
            not.Distrust($"its logs leave out one of block {log.BlockNumber} that its receipts have");
        else if (await ReceiptShowsAsync(by, log, cancellationToken).ConfigureAwait(false) == false)
            by.Distrust($"its logs have one of block {log.BlockNumber} that its receipts have not");
        else if (await MajorityShowsAsync(log, [by, not], cancellationToken).ConfigureAwait(false) is { } shows)
            (shows ? not : by).Distrust($"its logs of block {log.BlockNumber} are not those of the others");
        return false;
    }

    /// <summary>Whether an endpoint's own receipt has a log; null where it does not answer.</summary>
    private async Task<bool?> ReceiptShowsAsync(Endpoint endpoint, Log log, CancellationToken cancellationToken)
    {
        try
        {
            var question = new Question<TransactionReceipt?>("eth_getTransactionReceipt", (client, cancel) => client.GetReceiptAsync(log.TransactionHash, cancel));
            var receipt = await router.TryAsync(endpoint, question, cancellationToken).ConfigureAwait(false);
            return receipt?.Logs.Any(each => KeyOf(each) == KeyOf(log)) ?? false;
        }
        catch (EthereumException)
        {
            return null;
        }
    }

    private async Task<bool?> MajorityShowsAsync(Log log, IReadOnlyCollection<Endpoint> except, CancellationToken cancellationToken)
    {
        var question = new Question<IReadOnlyList<Log>>("eth_getLogs", (client, cancel) =>
            client.GetLogsAsync(new LogFilter { BlockHash = log.BlockHash, Addresses = [log.Address] }, cancel))
        { Except = except };
        var votes = (await router.AskEachAsync(question, wanted: 1, cancellationToken).ConfigureAwait(false))
            .Select(answer => answer.Value.Any(each => KeyOf(each) == KeyOf(log)))
            .ToList();
        var shown = votes.Count(vote => vote);
        return shown * 2 == votes.Count ? null : shown * 2 > votes.Count;
    }

    /// <summary>
    /// Asks again for what a bloom filter speaks of, by the block's hash: a node that lacks the block says so then. Where nobody else can be asked,
    /// the receipts of a small block are looked at, too, and so are those of blocks of which some logs were told: there may be more.
    /// </summary>
    private async Task<bool> IsCompleteAsync(
        PageReader.Read read, LogFilter filter, Endpoint asked, Endpoint by, CancellationToken cancellationToken)
    {
        foreach (var block in router.IsAlone ? read.Suspicious.Concat(read.Told) : read.Suspicious)
        {
            var told = read.Page.Logs.Count(log => log.BlockHash == block.Hash);
            var question = new Question<IReadOnlyList<Log>>("eth_getLogs", async (client, cancel) =>
            {
                var logs = await client.GetLogsAsync(filter with { BlockHash = block.Hash }, cancel).ConfigureAwait(false);
                return logs.Count <= told && asked == by ? await OfReceiptsAsync(client, block, cancel).ConfigureAwait(false) : logs;
            });
            IReadOnlyList<Log> found;
            try
            {
                found = await router.TryAsync(asked, question, cancellationToken).ConfigureAwait(false);
            }
            catch (EthereumException)
            {
                // Receipts are many questions. Where they are not to be had, a block of which logs were told is believed.
                if (told > 0)
                    continue;
                return false;
            }

            if (found.Count(log => log.BlockHash == block.Hash && filter.Matches(log)) > told)
            {
                var reason = $"its logs leave out one of block {block.Number} that the block's bloom filter tells of";
                if (router.IsAlone)
                    by.Fail(reason); // better asked again soon than nobody
                else
                    by.Distrust(reason);
                return false;
            }
        }

        return true;
    }

    private static async Task<IReadOnlyList<Log>> OfReceiptsAsync(HttpEthereumClient client, Block block, CancellationToken cancellationToken)
    {
        var logs = new List<Log>();
        foreach (var hash in block.TransactionHashes.Take(block.TransactionHashes.Count <= FewTransactions ? FewTransactions : 0))
            logs.AddRange((await client.GetReceiptAsync(hash, cancellationToken).ConfigureAwait(false))?.Logs ?? throw new BehindException(block.Number));
        return logs;
    }

    private static string KeyOf(Log log) =>
        $"{log.BlockHash} {log.LogIndex} {log.TransactionHash} {log.Address} {string.Join(' ', log.Topics)} {Hex.Format(log.Data)}";
}
