using System.Collections.Immutable;
using System.Security.Cryptography;
using Npgsql;
using Opml.Dispute.Store;

namespace Opml.Postgres;

/// <summary>
/// A player's queue in the database. A row a subject, with its owner and the end of the lease by the server's clock. Processes that
/// ask at the same time pass over each other's rows (SKIP LOCKED) and do not wait.
/// </summary>
internal sealed class PostgresWorkQueue(PostgresDatabase database, int player, TimeSpan lease) : IWorkQueue
{
    /// <summary>How often what nobody finds due any more is swept out, in claims.</summary>
    private const int SweepEvery = 200;

    /// <summary>Renews what this process has, at the earliest when a third of the lease is gone.</summary>
    private const string Renew = "UPDATE work SET until = clock_timestamp() + $3 WHERE player = $1 AND owner = $2 AND subject = ANY($4) AND until < clock_timestamp() + $3 * 2 / 3";

    private const string Offer = "INSERT INTO work (player, subject, deadline) SELECT $1, * FROM unnest($2::text[], $3::bigint[]) ON CONFLICT DO NOTHING";

    private const string Take =
        """
        WITH free AS MATERIALIZED (
            SELECT q.subject FROM work q JOIN unnest($4::text[]) WITH ORDINALITY AS due (subject, place) USING (subject)
            WHERE q.player = $1 AND (q.owner IS NULL OR q.until <= clock_timestamp())
            ORDER BY due.place LIMIT $5 FOR UPDATE OF q SKIP LOCKED)
        UPDATE work w SET owner = $2, until = clock_timestamp() + $3 FROM free WHERE w.player = $1 AND w.subject = free.subject
        """;

    private const string GiveBack = "DELETE FROM work WHERE player = $1 AND owner = $2 AND NOT subject = ANY($3)";

    private const string Held = "SELECT subject FROM work WHERE player = $1 AND owner = $2 AND until > clock_timestamp()";

    private const string Sweep =
        """
        DELETE FROM work WHERE (player, subject) IN (
            SELECT player, subject FROM work
            WHERE player = $1 AND offered < clock_timestamp() - interval '1 hour' AND (owner IS NULL OR until < clock_timestamp() - interval '1 hour')
            FOR UPDATE SKIP LOCKED)
        """;

    private readonly string _owner = $"{Environment.MachineName}:{Environment.ProcessId}:{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
    private int _claims;

    /// <inheritdoc/>
    public TimeSpan Lease => lease;

    /// <inheritdoc/>
    public Task<IReadOnlySet<string>> ClaimAsync(
        IReadOnlyList<WorkItem> due, IReadOnlyCollection<string> kept, int room, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(due);
        ArgumentNullException.ThrowIfNull(kept);
        // All processes offer in the same order, so that none waits for another that waits for it.
        WorkItem[] offered = [.. due.OrderBy(item => item.Subject, StringComparer.Ordinal)];
        string[] wanted = [.. due.Select(item => item.Subject), .. kept];
        string[] urgent = [.. due.Where(item => item.IsUrgent).Select(item => item.Subject)];
        string[] others = [.. due.Where(item => !item.IsUrgent).Select(item => item.Subject)];
        bool sweeps = Interlocked.Increment(ref _claims) % SweepEvery == 0;
        return database.UseAsync<IReadOnlySet<string>>(
            async connection =>
            {
                await using var batch = new NpgsqlBatch(connection);
                batch.BatchCommands.Add(new NpgsqlBatchCommand(Renew).With(player, _owner, lease, wanted));
                if (offered.Length > 0)
                {
                    batch.BatchCommands.Add(new NpgsqlBatchCommand(Offer).With(
                        player, offered.Select(item => item.Subject).ToArray(), offered.Select(item => Clip(item.Deadline)).ToArray()));
                }
                if (urgent.Length > 0) batch.BatchCommands.Add(new NpgsqlBatchCommand(Take).With(player, _owner, lease, urgent, (long)urgent.Length));
                if (others.Length > 0 && room > 0) batch.BatchCommands.Add(new NpgsqlBatchCommand(Take).With(player, _owner, lease, others, (long)room));
                batch.BatchCommands.Add(new NpgsqlBatchCommand(GiveBack).With(player, _owner, wanted));
                if (sweeps) batch.BatchCommands.Add(new NpgsqlBatchCommand(Sweep).With(player));
                batch.BatchCommands.Add(new NpgsqlBatchCommand(Held).With(player, _owner));
                await using NpgsqlDataReader rows = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                var held = new HashSet<string>();
                while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false)) held.Add(rows.GetString(0));
                return held;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<WorkEntry>> ReadAsync(CancellationToken cancellationToken = default) =>
        [.. await database.QueryAsync(
            connection => new NpgsqlCommand(
                """
                SELECT subject, deadline, CASE WHEN until > clock_timestamp() THEN owner END, CASE WHEN until > clock_timestamp() THEN until END
                FROM work WHERE player = $1 ORDER BY deadline, subject COLLATE "C"
                """,
                connection).With(player),
            row => new WorkEntry(
                row.GetString(0),
                row.GetInt64(1) is var deadline && deadline == long.MaxValue ? ulong.MaxValue : (ulong)deadline,
                row.IsDBNull(2) ? null : row.GetString(2),
                row.IsDBNull(3) ? null : row.GetFieldValue<DateTimeOffset>(3)),
            cancellationToken).ConfigureAwait(false)];

    /// <inheritdoc/>
    public Task LeaveAsync(CancellationToken cancellationToken = default) => database.ExecuteAsync(
        connection => new NpgsqlCommand("UPDATE work SET owner = NULL, until = NULL WHERE player = $1 AND owner = $2", connection).With(player, _owner),
        cancellationToken);

    private static long Clip(ulong deadline) => deadline > long.MaxValue ? long.MaxValue : (long)deadline;
}
