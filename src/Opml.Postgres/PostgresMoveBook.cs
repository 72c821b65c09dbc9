using System.Collections.Immutable;
using Npgsql;
using Opml.Dispute.Store;
using Opml.Ethereum;

namespace Opml.Postgres;

/// <summary>The moves in the database. That there is one a key is the table's own rule, not the processes'.</summary>
internal sealed class PostgresMoveBook(PostgresDatabase database, int player) : IMoveBook
{
    /// <inheritdoc/>
    public async Task<SentMove?> FindAsync(string key, CancellationToken cancellationToken = default)
    {
        List<SentMove> found = await database.QueryAsync(
            connection => new NpgsqlCommand("SELECT key, nonce, hash, raw, earlier, block FROM sent WHERE player = $1 AND key = $2", connection).With(player, key),
            Read,
            cancellationToken).ConfigureAwait(false);
        return found.SingleOrDefault();
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<SentMove>> ReadPendingAsync(CancellationToken cancellationToken = default) =>
        [.. await database.QueryAsync(
            connection => new NpgsqlCommand(
                """
                SELECT s.key, s.nonce, s.hash, s.raw, s.earlier, s.block
                FROM players me
                JOIN contracts mine ON mine.id = me.contract
                JOIN contracts c ON c.chain_id = mine.chain_id
                JOIN players p ON p.contract = c.id AND p.account = me.account
                JOIN sent s ON s.player = p.id
                WHERE me.id = $1 AND s.block IS NULL
                ORDER BY s.nonce, s.key
                """,
                connection).With(player),
            Read,
            cancellationToken).ConfigureAwait(false)];

    /// <inheritdoc/>
    public async Task<bool> NoteAsync(SentMove move, Hash32? replaces, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(move);
        object[] values = [player, move.Key, (long)move.Nonce, move.Hash.ToArray(), move.Raw, HashBytes.Join(move.Earlier.AsSpan().ToArray())];
        int rows = await database.ExecuteAsync(
            connection => replaces is { } old
                ? new NpgsqlCommand("UPDATE sent SET nonce = $3, hash = $4, raw = $5, earlier = $6, block = NULL WHERE player = $1 AND key = $2 AND hash = $7", connection)
                    .With([.. values, old.ToArray()])
                : new NpgsqlCommand("INSERT INTO sent (player, key, nonce, hash, raw, earlier) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING", connection)
                    .With(values),
            cancellationToken).ConfigureAwait(false);
        return rows == 1;
    }

    /// <inheritdoc/>
    public Task SettleAsync(SentMove move, ulong block, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(move);
        return database.UseAsync(
            async connection =>
            {
                await using var batch = new NpgsqlBatch(connection);
                batch.BatchCommands.Add(new NpgsqlBatchCommand("UPDATE sent SET block = $4 WHERE player = $1 AND key = $2 AND hash = $3")
                    .With(player, move.Key, move.Hash.ToArray(), (long)block));
                batch.BatchCommands.Add(new NpgsqlBatchCommand(
                    "DELETE FROM sent WHERE (player, key) IN (SELECT player, key FROM sent WHERE player = $1 AND block < $2 ORDER BY key FOR UPDATE SKIP LOCKED)")
                    .With(player, (long)block - (long)IMoveBook.KeptBlocks));
                return await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task ForgetAsync(SentMove move, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(move);
        return database.ExecuteAsync(
            connection => new NpgsqlCommand("DELETE FROM sent WHERE player = $1 AND key = $2 AND hash = $3", connection).With(player, move.Key, move.Hash.ToArray()),
            cancellationToken);
    }

    private static SentMove Read(NpgsqlDataReader row) =>
        new(row.GetString(0), (ulong)row.GetInt64(1), new Hash32(row.GetFieldValue<byte[]>(2)), row.GetFieldValue<byte[]>(3))
        {
            Earlier = [.. HashBytes.Split(row.GetFieldValue<byte[]>(4))],
            Block = row.IsDBNull(5) ? null : (ulong)row.GetInt64(5),
        };
}
