using Opml.Ethereum;

namespace Opml.Dispute.Sessions;

/// <summary>Looks up who sent transactions, when they were mined, and what they cost. Each block is asked for once.</summary>
internal sealed class TransactionBook(IEthereumClient client)
{
    private readonly Dictionary<Hash32, MinedTransaction> _known = [];
    private readonly Dictionary<ulong, DateTimeOffset> _times = [];

    /// <summary>The event with its transactions as they were mined; as it is, where the node does not have them all.</summary>
    public async Task<T> CompleteAsync<T>(T happened, CancellationToken cancellationToken)
        where T : DisputeEvent
    {
        var mined = new List<MinedTransaction>();
        foreach (Hash32 hash in happened.Transactions)
        {
            if (await LookUpAsync(hash, cancellationToken).ConfigureAwait(false) is not { } found) return happened;
            mined.Add(found);
        }
        return happened with { Mined = mined };
    }

    private async Task<MinedTransaction?> LookUpAsync(Hash32 hash, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(hash, out MinedTransaction? known)) return known;
        if (await client.GetReceiptAsync(hash, cancellationToken).ConfigureAwait(false) is not { } receipt) return null;
        if (!_times.TryGetValue(receipt.BlockNumber, out DateTimeOffset time))
        {
            if (await client.GetBlockAsync(receipt.BlockNumber, cancellationToken).ConfigureAwait(false) is not { } block) return null;
            _times[receipt.BlockNumber] = time = DateTimeOffset.FromUnixTimeSeconds((long)block.Timestamp);
        }
        return _known[hash] = new MinedTransaction(hash, receipt.From, receipt.BlockNumber, time, receipt.GasUsed, receipt.Fee);
    }
}
