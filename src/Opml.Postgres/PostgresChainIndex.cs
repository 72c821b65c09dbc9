using Npgsql;
using Opml.Dispute.Store;
using Opml.Ethereum;

namespace Opml.Postgres;

/// <summary>A contract's logs in the database, for all its players. Who writes holds the contract's row.</summary>
internal sealed class PostgresChainIndex(PostgresDatabase database, int contract) : IChainIndex
{
    /// <summary>Marks that are kept: a reorganisation that goes back further is read from the first block anew.</summary>
    private const int Marks = 256;

    /// <inheritdoc/>
    public Task<BlockMark?> GetCursorAsync(CancellationToken cancellationToken = default) =>
        database.UseAsync(connection => CursorAsync(connection, contract, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<BlockMark?> FindMarkAsync(ulong atOrBelow, CancellationToken cancellationToken = default) => database.UseAsync(
        connection => MarkAsync(
            new NpgsqlCommand("SELECT number, hash FROM marks WHERE contract = $1 AND number <= $2 ORDER BY number DESC LIMIT 1", connection).With(contract, (long)atOrBelow),
            cancellationToken),
        cancellationToken);

    /// <inheritdoc/>
    public Task<IndexReading?> ReadAsync(BlockMark? after, Action<Log> take, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(take);
        return database.AtOneMomentAsync(
            async connection =>
            {
                if (after is { } mark)
                {
                    BlockMark? known = await MarkAsync(
                        new NpgsqlCommand("SELECT number, hash FROM marks WHERE contract = $1 AND number = $2", connection).With(contract, (long)mark.Number),
                        cancellationToken).ConfigureAwait(false);
                    if (known != mark) return null;
                }
                BlockMark? cursor = await CursorAsync(connection, contract, cancellationToken).ConfigureAwait(false);
                await using NpgsqlCommand command = new NpgsqlCommand(
                    "SELECT address, topics, data, block, block_hash, tx_hash, tx_index, log_index FROM logs WHERE contract = $1 AND block > $2 ORDER BY block, log_index",
                    connection).With(contract, after is { } from ? (long)from.Number : -1L);
                await using NpgsqlDataReader rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false)) take(Read(rows));
                return new IndexReading(cursor);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> AppendAsync(IReadOnlyList<Log> logs, BlockMark? expected, BlockMark cursor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(logs);
        return WriteWhereAsync(
            expected,
            connection =>
            {
                var batch = new NpgsqlBatch(connection);
                if (logs.Count > 0) batch.BatchCommands.Add(Insert(logs));
                batch.BatchCommands.Add(new NpgsqlBatchCommand("INSERT INTO marks (contract, number, hash) VALUES ($1, $2, $3)")
                    .With(contract, (long)cursor.Number, cursor.Hash.ToArray()));
                batch.BatchCommands.Add(new NpgsqlBatchCommand(
                    "DELETE FROM marks WHERE contract = $1 AND number <= (SELECT number FROM marks WHERE contract = $1 ORDER BY number DESC OFFSET $2 LIMIT 1)")
                    .With(contract, Marks));
                return batch;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> RewindAsync(BlockMark? expected, BlockMark? to, CancellationToken cancellationToken = default)
    {
        long last = to is { } mark ? (long)mark.Number : -1;
        return WriteWhereAsync(
            expected,
            connection =>
            {
                var batch = new NpgsqlBatch(connection);
                batch.BatchCommands.Add(new NpgsqlBatchCommand("DELETE FROM logs WHERE contract = $1 AND block > $2").With(contract, last));
                batch.BatchCommands.Add(new NpgsqlBatchCommand("DELETE FROM marks WHERE contract = $1 AND number > $2").With(contract, last));
                return batch;
            },
            cancellationToken);
    }

    /// <summary>A contract's cursor, as a connection sees it.</summary>
    internal static Task<BlockMark?> CursorAsync(NpgsqlConnection connection, int contract, CancellationToken cancellationToken) => MarkAsync(
        new NpgsqlCommand("SELECT number, hash FROM marks WHERE contract = $1 ORDER BY number DESC LIMIT 1", connection).With(contract),
        cancellationToken);

    /// <summary>Takes the contract's turn, until the transaction ends, and looks whether its cursor is the expected one.</summary>
    internal static async Task<bool> IsAtAsync(NpgsqlConnection connection, int contract, BlockMark? expected, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand turn = new NpgsqlCommand("SELECT 1 FROM contracts WHERE id = $1 FOR UPDATE", connection).With(contract);
        await turn.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        return await CursorAsync(connection, contract, cancellationToken).ConfigureAwait(false) == expected;
    }

    private Task<bool> WriteWhereAsync(BlockMark? expected, Func<NpgsqlConnection, NpgsqlBatch> write, CancellationToken cancellationToken) =>
        database.InTransactionAsync(
            async connection =>
            {
                if (!await IsAtAsync(connection, contract, expected, cancellationToken).ConfigureAwait(false)) return false;
                await using NpgsqlBatch batch = write(connection);
                await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken);

    private NpgsqlBatchCommand Insert(IReadOnlyList<Log> logs) => new NpgsqlBatchCommand(
        """
        INSERT INTO logs (contract, block, log_index, address, topics, data, block_hash, tx_hash, tx_index)
        SELECT $1, * FROM unnest($2::bigint[], $3::bigint[], $4::bytea[], $5::bytea[], $6::bytea[], $7::bytea[], $8::bytea[], $9::bigint[])
        """).With(
            contract,
            logs.Select(log => (long)log.BlockNumber).ToArray(),
            logs.Select(log => (long)log.LogIndex).ToArray(),
            logs.Select(log => log.Address.ToArray()).ToArray(),
            logs.Select(log => HashBytes.Join(log.Topics)).ToArray(),
            logs.Select(log => log.Data).ToArray(),
            logs.Select(log => log.BlockHash.ToArray()).ToArray(),
            logs.Select(log => log.TransactionHash.ToArray()).ToArray(),
            logs.Select(log => (long)log.TransactionIndex).ToArray());

    private static Log Read(NpgsqlDataReader row) => new(
        new Address(row.GetFieldValue<byte[]>(0)),
        HashBytes.Split(row.GetFieldValue<byte[]>(1)),
        row.GetFieldValue<byte[]>(2),
        (ulong)row.GetInt64(3),
        new Hash32(row.GetFieldValue<byte[]>(4)),
        new Hash32(row.GetFieldValue<byte[]>(5)),
        (ulong)row.GetInt64(6),
        (ulong)row.GetInt64(7));

    private static async Task<BlockMark?> MarkAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        List<BlockMark?> found = await PostgresDatabase.QueryAsync(
            command,
            row => (BlockMark?)new BlockMark((ulong)row.GetInt64(0), new Hash32(row.GetFieldValue<byte[]>(1))),
            cancellationToken).ConfigureAwait(false);
        return found.SingleOrDefault();
    }
}
