using System.Globalization;
using Microsoft.Data.Sqlite;
using Opml.Ethereum;

namespace Opml.Dispute.Store;

/// <summary>
/// What a player must not forget, in one SQLite file: the contract's logs as far as it has read them, how far that is,
/// and the payments that it set out to make. A player that was killed reads it and goes on.
/// Every write is one transaction, on disk before the call returns. One player a file.
/// </summary>
public sealed class PlayerStore : IDisposable
{
    private const int Version = 1;

    private readonly SqliteConnection _connection;

    private PlayerStore(SqliteConnection connection) => _connection = connection;

    /// <summary>Opens a player's file, or makes it.</summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <param name="identity">Whose it is: chain, contract and account. A file of another is refused.</param>
    /// <exception cref="StoreException">It is another player's file, of another version, in use, or no database.</exception>
    public static PlayerStore Open(string path, PlayerIdentity identity)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(identity);
        var settings = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false };
        var connection = new SqliteConnection(settings.ToString());
        try
        {
            connection.Open();
            var store = new PlayerStore(connection);
            store.Prepare(path, identity);
            return store;
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            throw new StoreException($"The player's file '{path}' cannot be used: {exception.Message}. Close the other player that has it, or name another file.", exception);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The last block whose logs are in the store; null before the first.</summary>
    public ulong? Cursor => Scalar("SELECT value FROM meta WHERE key = 'cursor'") is string text
        ? ulong.Parse(text, CultureInfo.InvariantCulture)
        : null;

    /// <summary>The logs in the order of the chain.</summary>
    public IReadOnlyList<Log> ReadLogs()
    {
        using SqliteCommand command = Command("SELECT address, topics, data, block, block_hash, tx_hash, tx_index, log_index FROM logs ORDER BY block, log_index");
        using SqliteDataReader reader = command.ExecuteReader();
        var logs = new List<Log>();
        while (reader.Read())
        {
            logs.Add(new Log(
                new Address((byte[])reader[0]),
                Split((byte[])reader[1]),
                (byte[])reader[2],
                (ulong)reader.GetInt64(3),
                new Hash32((byte[])reader[4]),
                new Hash32((byte[])reader[5]),
                (ulong)reader.GetInt64(6),
                (ulong)reader.GetInt64(7)));
        }
        return logs;
    }

    /// <summary>Adds logs, and moves the cursor to the block up to which they were read, in one transaction.</summary>
    public void Append(IReadOnlyList<Log> logs, ulong cursor)
    {
        ArgumentNullException.ThrowIfNull(logs);
        using SqliteTransaction transaction = _connection.BeginTransaction();
        foreach (Log log in logs)
        {
            Execute(
                "INSERT OR IGNORE INTO logs (address, topics, data, block, block_hash, tx_hash, tx_index, log_index) VALUES ($0, $1, $2, $3, $4, $5, $6, $7)",
                log.Address.ToArray(),
                Join(log.Topics),
                log.Data,
                (long)log.BlockNumber,
                log.BlockHash.ToArray(),
                log.TransactionHash.ToArray(),
                (long)log.TransactionIndex,
                (long)log.LogIndex);
        }
        SetMeta("cursor", cursor.ToString(CultureInfo.InvariantCulture));
        transaction.Commit();
    }

    /// <summary>Whether a payment was set out to be made, by this player or by it before it was killed.</summary>
    public bool IsIntended(string payment) => Scalar("SELECT 1 FROM intents WHERE payment = $0", payment) is not null;

    /// <summary>Notes a payment before it is sent, so that it is not made twice.</summary>
    public void Intend(string payment) => Execute("INSERT OR IGNORE INTO intents (payment) VALUES ($0)", payment);

    /// <summary>Closes the file.</summary>
    public void Dispose() => _connection.Dispose();

    private void Prepare(string path, PlayerIdentity identity)
    {
        Execute("PRAGMA journal_mode = WAL");
        Execute("PRAGMA synchronous = FULL");
        using SqliteTransaction transaction = _connection.BeginTransaction();
        Execute("CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID");
        Execute("CREATE TABLE IF NOT EXISTS logs (address BLOB NOT NULL, topics BLOB NOT NULL, data BLOB NOT NULL, block INTEGER NOT NULL, block_hash BLOB NOT NULL, tx_hash BLOB NOT NULL, tx_index INTEGER NOT NULL, log_index INTEGER NOT NULL, PRIMARY KEY (block, log_index)) WITHOUT ROWID");
        Execute("CREATE TABLE IF NOT EXISTS intents (payment TEXT PRIMARY KEY) WITHOUT ROWID");
        Claim(path, "version", Version.ToString(CultureInfo.InvariantCulture));
        Claim(path, "identity", identity.ToString());
        transaction.Commit();
    }

    private void Claim(string path, string key, string value)
    {
        string? found = Scalar("SELECT value FROM meta WHERE key = $0", key) as string;
        if (found is null) SetMeta(key, value);
        else if (found != value)
            throw new StoreException($"The file '{path}' is of {key} {found}, not {value}: name another file for this player.");
    }

    private void SetMeta(string key, string value) =>
        Execute("INSERT INTO meta (key, value) VALUES ($0, $1) ON CONFLICT (key) DO UPDATE SET value = excluded.value", key, value);

    private object? Scalar(string sql, params object[] arguments)
    {
        using SqliteCommand command = Command(sql, arguments);
        return command.ExecuteScalar();
    }

    private void Execute(string sql, params object[] arguments)
    {
        using SqliteCommand command = Command(sql, arguments);
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, params object[] arguments)
    {
        SqliteCommand command = _connection.CreateCommand();
#pragma warning disable CA2100 // the texts are this class's own; values go in as parameters
        command.CommandText = sql;
#pragma warning restore CA2100
        for (int i = 0; i < arguments.Length; i++)
            command.Parameters.AddWithValue("$" + i.ToString(CultureInfo.InvariantCulture), arguments[i]);
        return command;
    }

    private static byte[] Join(IReadOnlyList<Hash32> topics) => [.. topics.SelectMany(topic => topic.ToArray())];

    private static Hash32[] Split(byte[] topics) => [.. topics.Chunk(Hash32.Size).Select(topic => new Hash32(topic))];
}
