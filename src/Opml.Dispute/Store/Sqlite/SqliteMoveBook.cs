using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Opml.Ethereum;

namespace Opml.Dispute.Store.Sqlite;

/// <summary>The moves in a player's file.</summary>
internal sealed class SqliteMoveBook(StoreFile file) : IMoveBook
{
    /// <inheritdoc/>
    public Task<SentMove?> FindAsync(string key, CancellationToken cancellationToken = default) =>
        Task.FromResult(file.Query("SELECT key, nonce, hash, raw, earlier, block FROM sent WHERE key = $0", Read, key).SingleOrDefault());

    /// <inheritdoc/>
    public Task<ImmutableArray<SentMove>> ReadPendingAsync(CancellationToken cancellationToken = default) => Task.FromResult<ImmutableArray<SentMove>>(
        [.. file.Query("SELECT key, nonce, hash, raw, earlier, block FROM sent WHERE block IS NULL ORDER BY nonce, key", Read)]);

    /// <inheritdoc/>
    public Task<bool> NoteAsync(SentMove move, Hash32? replaces, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(move);
        bool isNoted = false;
        file.InTransaction(() =>
        {
            byte[]? found = file.Query("SELECT hash FROM sent WHERE key = $0", row => (byte[])row[0], move.Key).SingleOrDefault();
            isNoted = found is null ? replaces is null : replaces == new Hash32(found);
            if (!isNoted) return;
            file.Execute(
                "INSERT OR REPLACE INTO sent (key, nonce, hash, raw, earlier) VALUES ($0, $1, $2, $3, $4)",
                move.Key,
                (long)move.Nonce,
                move.Hash.ToArray(),
                move.Raw,
                HashBytes.Join(move.Earlier));
        });
        return Task.FromResult(isNoted);
    }

    /// <inheritdoc/>
    public Task SettleAsync(SentMove move, ulong block, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(move);
        file.InTransaction(() =>
        {
            file.Execute("UPDATE sent SET block = $2 WHERE key = $0 AND hash = $1", move.Key, move.Hash.ToArray(), (long)block);
            file.Execute("DELETE FROM sent WHERE block < $0", (long)block - (long)IMoveBook.KeptBlocks);
        });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task ForgetAsync(SentMove move, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(move);
        file.Execute("DELETE FROM sent WHERE key = $0 AND hash = $1", move.Key, move.Hash.ToArray());
        return Task.CompletedTask;
    }

    private static SentMove Read(SqliteDataReader row) => new(row.GetString(0), (ulong)row.GetInt64(1), new Hash32((byte[])row[2]), (byte[])row[3])
    {
        Earlier = [.. HashBytes.Split((byte[])row[4])],
        Block = row.IsDBNull(5) ? null : (ulong)row.GetInt64(5),
    };
}
