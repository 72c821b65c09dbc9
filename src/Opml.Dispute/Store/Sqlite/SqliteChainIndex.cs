using Opml.Ethereum;

namespace Opml.Dispute.Store.Sqlite;

/// <summary>The contract's logs in a player's file.</summary>
internal sealed class SqliteChainIndex(StoreFile file) : IChainIndex
{
    /// <summary>Marks that are kept: a reorganisation that goes back further is read from the first block anew.</summary>
    private const int Marks = 256;

    /// <inheritdoc/>
    public Task<BlockMark?> GetCursorAsync(CancellationToken cancellationToken = default) => Task.FromResult(Cursor());

    /// <inheritdoc/>
    public Task<BlockMark?> FindMarkAsync(ulong atOrBelow, CancellationToken cancellationToken = default) =>
        Task.FromResult(Mark("SELECT number, hash FROM marks WHERE number <= $0 ORDER BY number DESC LIMIT 1", (long)atOrBelow));

    /// <inheritdoc/>
    public Task<IndexReading?> ReadAsync(BlockMark? after, Action<Log> take, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(take);
        IndexReading? reading = null;
        file.InTransaction(() =>
        {
            if (after is { } mark && Mark("SELECT number, hash FROM marks WHERE number = $0", (long)mark.Number) != mark) return;
            reading = new IndexReading(Cursor());
            file.ForEach(
                "SELECT address, topics, data, block, block_hash, tx_hash, tx_index, log_index FROM logs WHERE block > $0 ORDER BY block, log_index",
                row => new Log(
                    new Address((byte[])row[0]),
                    HashBytes.Split((byte[])row[1]),
                    (byte[])row[2],
                    (ulong)row.GetInt64(3),
                    new Hash32((byte[])row[4]),
                    new Hash32((byte[])row[5]),
                    (ulong)row.GetInt64(6),
                    (ulong)row.GetInt64(7)),
                log =>
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    take(log);
                },
                after is { } from ? (long)from.Number : -1L);
        });
        return Task.FromResult(reading);
    }

    /// <inheritdoc/>
    public Task<bool> AppendAsync(IReadOnlyList<Log> logs, BlockMark? expected, BlockMark cursor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(logs);
        return Task.FromResult(WriteWhere(expected, () =>
        {
            foreach (Log log in logs) Insert(log);
            file.Execute("INSERT OR REPLACE INTO marks (number, hash) VALUES ($0, $1)", (long)cursor.Number, cursor.Hash.ToArray());
            file.Execute("DELETE FROM marks WHERE number NOT IN (SELECT number FROM marks ORDER BY number DESC LIMIT $0)", Marks);
        }));
    }

    /// <inheritdoc/>
    public Task<bool> RewindAsync(BlockMark? expected, BlockMark? to, CancellationToken cancellationToken = default)
    {
        long last = to is { } mark ? (long)mark.Number : -1;
        return Task.FromResult(WriteWhere(expected, () =>
        {
            file.Execute("DELETE FROM logs WHERE block > $0", last);
            file.Execute("DELETE FROM marks WHERE number > $0", last);
        }));
    }

    /// <summary>The cursor, for whoever has the file's turn.</summary>
    internal static BlockMark? Cursor(StoreFile file) => Mark(file, "SELECT number, hash FROM marks ORDER BY number DESC LIMIT 1");

    private bool WriteWhere(BlockMark? expected, Action write)
    {
        bool stands = false;
        file.InTransaction(() =>
        {
            stands = Cursor() == expected;
            if (stands) write();
        });
        return stands;
    }

    private void Insert(Log log) => file.Execute(
        "INSERT OR REPLACE INTO logs (address, topics, data, block, block_hash, tx_hash, tx_index, log_index) VALUES ($0, $1, $2, $3, $4, $5, $6, $7)",
        log.Address.ToArray(),
        HashBytes.Join(log.Topics),
        log.Data,
        (long)log.BlockNumber,
        log.BlockHash.ToArray(),
        log.TransactionHash.ToArray(),
        (long)log.TransactionIndex,
        (long)log.LogIndex);

    private BlockMark? Cursor() => Cursor(file);

    private BlockMark? Mark(string sql, params object[] arguments) => Mark(file, sql, arguments);

    private static BlockMark? Mark(StoreFile file, string sql, params object[] arguments) => file
        .Query(sql, row => (BlockMark?)new BlockMark((ulong)row.GetInt64(0), new Hash32((byte[])row[1])), arguments)
        .SingleOrDefault();
}
