using System.Globalization;
using Opml.Ethereum;

namespace Opml.Dispute.Store;

/// <summary>
/// What a player must not forget, in one SQLite file: the contract's logs as far as it has read them, how far that is,
/// the moves that it signed, and what it found out. A player that was killed reads it and goes on. Every write is one
/// transaction, on disk before the call returns. One player a file, and one process at a time. Safe from any thread.
/// </summary>
public sealed class PlayerStore : IDisposable
{
    private const int Version = 1;

    /// <summary>Marks that are kept: a reorganisation that goes back further is read from the first block anew.</summary>
    private const int Marks = 256;

    private readonly StoreFile _file;
    private readonly Lock _turn = new();

    private PlayerStore(StoreFile file) => _file = file;

    /// <summary>Opens a player's file, or makes it.</summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <param name="identity">Whose it is: chain, contract and account. A file of another is refused.</param>
    /// <exception cref="StoreException">It is another player's file, of another version, in use, damaged, or no database.</exception>
    public static PlayerStore Open(string path, PlayerIdentity identity)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(identity);
        StoreFile file = StoreFile.Open(path);
        try
        {
            file.InTransaction(() => Prepare(file, path, identity));
            return new PlayerStore(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The last block whose logs are in the store; null before the first.</summary>
    public BlockMark? Cursor
    {
        get
        {
            lock (_turn)
                return Mark("SELECT number, hash FROM marks ORDER BY number DESC LIMIT 1");
        }
    }

    /// <summary>The newest block at or below a height of which the store knows the hash; null where there is none.</summary>
    public BlockMark? MarkAtOrBelow(ulong number)
    {
        lock (_turn)
            return Mark("SELECT number, hash FROM marks WHERE number <= $0 ORDER BY number DESC LIMIT 1", (long)number);
    }

    /// <summary>The logs in the order of the chain, read as they are asked for: write nothing before the last.</summary>
    public IEnumerable<Log> ReadLogs() => _file.Query(
        "SELECT address, topics, data, block, block_hash, tx_hash, tx_index, log_index FROM logs ORDER BY block, log_index",
        row => new Log(
            new Address((byte[])row[0]),
            Split((byte[])row[1]),
            (byte[])row[2],
            (ulong)row.GetInt64(3),
            new Hash32((byte[])row[4]),
            new Hash32((byte[])row[5]),
            (ulong)row.GetInt64(6),
            (ulong)row.GetInt64(7)));

    /// <summary>Adds logs, and moves the cursor to the block up to which they were read, in one transaction.</summary>
    public void Append(IReadOnlyList<Log> logs, BlockMark cursor)
    {
        ArgumentNullException.ThrowIfNull(logs);
        lock (_turn)
        {
            _file.InTransaction(() =>
            {
                foreach (Log log in logs) Insert(log);
                _file.Execute("INSERT OR REPLACE INTO marks (number, hash) VALUES ($0, $1)", (long)cursor.Number, cursor.Hash.ToArray());
                _file.Execute("DELETE FROM marks WHERE number NOT IN (SELECT number FROM marks ORDER BY number DESC LIMIT $0)", Marks);
            });
        }
    }

    /// <summary>Forgets the logs after a block that was marked; all of them where it is null.</summary>
    public void Rewind(BlockMark? to)
    {
        long last = to is { } mark ? (long)mark.Number : -1;
        lock (_turn)
        {
            _file.InTransaction(() =>
            {
                _file.Execute("DELETE FROM logs WHERE block > $0", last);
                _file.Execute("DELETE FROM marks WHERE number > $0", last);
            });
        }
    }

    /// <summary>Notes a move that is signed, before it is handed in, in the place of an earlier one of the same key.</summary>
    public void NoteSent(SentMove move)
    {
        ArgumentNullException.ThrowIfNull(move);
        lock (_turn)
        {
            _file.Execute(
                "INSERT OR REPLACE INTO sent (key, nonce, hash, raw) VALUES ($0, $1, $2, $3)",
                move.Key,
                (long)move.Nonce,
                move.Hash.ToArray(),
                move.Raw);
        }
    }

    /// <summary>The move that was signed under a key; null when there is none, or it is settled.</summary>
    public SentMove? FindSent(string key)
    {
        lock (_turn)
        {
            return _file.Query(
                "SELECT nonce, hash, raw FROM sent WHERE key = $0",
                row => new SentMove(key, (ulong)row.GetInt64(0), new Hash32((byte[])row[1]), (byte[])row[2]),
                key).SingleOrDefault();
        }
    }

    /// <summary>A move is settled: mined, or never to be mined.</summary>
    public void ForgetSent(string key)
    {
        lock (_turn)
            _file.Execute("DELETE FROM sent WHERE key = $0", key);
    }

    /// <summary>Keeps something that was found out.</summary>
    public void Learn(string fact)
    {
        lock (_turn)
            _file.Execute("INSERT OR IGNORE INTO facts (fact) VALUES ($0)", fact);
    }

    /// <summary>Whether something was found out, by this player or by it before it was killed.</summary>
    public bool Knows(string fact)
    {
        lock (_turn)
            return _file.Query("SELECT 1 FROM facts WHERE fact = $0", row => true, fact).Any();
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        lock (_turn)
            _file.Dispose();
    }

    private static void Prepare(StoreFile file, string path, PlayerIdentity identity)
    {
        file.Execute("CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID");
        Claim(file, path, "version", Version.ToString(CultureInfo.InvariantCulture));
        Claim(file, path, "identity", identity.ToString());
        file.Execute("CREATE TABLE IF NOT EXISTS logs (address BLOB NOT NULL, topics BLOB NOT NULL, data BLOB NOT NULL, block INTEGER NOT NULL, block_hash BLOB NOT NULL, tx_hash BLOB NOT NULL, tx_index INTEGER NOT NULL, log_index INTEGER NOT NULL, PRIMARY KEY (block, log_index)) WITHOUT ROWID");
        file.Execute("CREATE TABLE IF NOT EXISTS marks (number INTEGER PRIMARY KEY, hash BLOB NOT NULL)");
        file.Execute("CREATE TABLE IF NOT EXISTS sent (key TEXT PRIMARY KEY, nonce INTEGER NOT NULL, hash BLOB NOT NULL, raw BLOB NOT NULL) WITHOUT ROWID");
        file.Execute("CREATE TABLE IF NOT EXISTS facts (fact TEXT PRIMARY KEY) WITHOUT ROWID");
    }

    private static void Claim(StoreFile file, string path, string key, string value)
    {
        string? found = file.Query("SELECT value FROM meta WHERE key = $0", row => row.GetString(0), key).SingleOrDefault();
        if (found is null) file.Execute("INSERT INTO meta (key, value) VALUES ($0, $1)", key, value);
        else if (found != value)
            throw new StoreException($"The file '{path}' is of {key} {found}, not {value}: name another file for this player.");
    }

    private void Insert(Log log) => _file.Execute(
        "INSERT OR REPLACE INTO logs (address, topics, data, block, block_hash, tx_hash, tx_index, log_index) VALUES ($0, $1, $2, $3, $4, $5, $6, $7)",
        log.Address.ToArray(),
        Join(log.Topics),
        log.Data,
        (long)log.BlockNumber,
        log.BlockHash.ToArray(),
        log.TransactionHash.ToArray(),
        (long)log.TransactionIndex,
        (long)log.LogIndex);

    private BlockMark? Mark(string sql, params object[] arguments) => _file
        .Query(sql, row => (BlockMark?)new BlockMark((ulong)row.GetInt64(0), new Hash32((byte[])row[1])), arguments)
        .SingleOrDefault();

    private static byte[] Join(IReadOnlyList<Hash32> topics) => [.. topics.SelectMany(topic => topic.ToArray())];

    private static Hash32[] Split(byte[] topics) => [.. topics.Chunk(Hash32.Size).Select(topic => new Hash32(topic))];
}
