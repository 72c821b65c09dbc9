using System.Collections.Immutable;
using System.Numerics;
using Npgsql;
using Opml.Dispute.Store;

namespace Opml.Postgres;

/// <summary>The bonds in the database.</summary>
internal sealed class PostgresBondBook(PostgresDatabase database, PlayerKeys keys) : IBondBook
{
    /// <inheritdoc/>
    public async Task<ImmutableArray<Bond>> ReadAsync(CancellationToken cancellationToken = default) =>
        [.. await database.QueryAsync(
            connection => new NpgsqlCommand("SELECT key, request, amount, state FROM bonds WHERE player = $1 ORDER BY request, key COLLATE \"C\"", connection).With(keys.Player),
            row => new Bond(row.GetString(0), (ulong)row.GetInt64(1), row.GetFieldValue<BigInteger>(2), Enum.Parse<BondState>(row.GetString(3))),
            cancellationToken).ConfigureAwait(false)];

    /// <inheritdoc/>
    public Task<bool> NoteAsync(
        IReadOnlyCollection<Bond> changed, IReadOnlyCollection<string> gone, BlockMark? seenAt, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(changed);
        ArgumentNullException.ThrowIfNull(gone);
        return database.InTransactionAsync(
            async connection =>
            {
                if (!await PostgresChainIndex.IsAtAsync(connection, keys.Contract, seenAt, cancellationToken).ConfigureAwait(false)) return false;
                await using var batch = new NpgsqlBatch(connection);
                batch.BatchCommands.Add(new NpgsqlBatchCommand("DELETE FROM bonds WHERE player = $1 AND key = ANY($2)").With(keys.Player, gone.ToArray()));
                batch.BatchCommands.Add(new NpgsqlBatchCommand(
                    """
                    INSERT INTO bonds (player, key, request, amount, state) SELECT $1, * FROM unnest($2::text[], $3::bigint[], $4::numeric[], $5::text[])
                    ON CONFLICT (player, key) DO UPDATE SET request = excluded.request, amount = excluded.amount, state = excluded.state
                    """).With(
                        keys.Player,
                        changed.Select(bond => bond.Key).ToArray(),
                        changed.Select(bond => (long)bond.Request).ToArray(),
                        changed.Select(bond => bond.Amount).ToArray(),
                        changed.Select(bond => bond.State.ToString()).ToArray()));
                await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken);
    }
}
