using System.Globalization;

namespace Opml.Dispute.Store.Sqlite;

/// <summary>The tables of a player's file, and how those of older versions become this one's.</summary>
internal static class SqliteSchema
{
    /// <summary>What makes version n of version n - 1, in that place.</summary>
    private static readonly string[][] s_versions =
    [
        [
            "CREATE TABLE logs (address BLOB NOT NULL, topics BLOB NOT NULL, data BLOB NOT NULL, block INTEGER NOT NULL, block_hash BLOB NOT NULL, tx_hash BLOB NOT NULL, tx_index INTEGER NOT NULL, log_index INTEGER NOT NULL, PRIMARY KEY (block, log_index)) WITHOUT ROWID",
            "CREATE TABLE marks (number INTEGER PRIMARY KEY, hash BLOB NOT NULL)",
            "CREATE TABLE sent (key TEXT PRIMARY KEY, nonce INTEGER NOT NULL, hash BLOB NOT NULL, raw BLOB NOT NULL) WITHOUT ROWID",
            "CREATE TABLE facts (fact TEXT PRIMARY KEY) WITHOUT ROWID",
        ],
        [
            "ALTER TABLE sent ADD COLUMN earlier BLOB NOT NULL DEFAULT x''",
            "ALTER TABLE sent ADD COLUMN block INTEGER",
            "CREATE TABLE bonds (key TEXT PRIMARY KEY, request INTEGER NOT NULL, amount TEXT NOT NULL, state TEXT NOT NULL) WITHOUT ROWID",
        ],
    ];

    /// <summary>Makes the tables, or checks whose they are and brings them up to this version. Within a transaction.</summary>
    /// <exception cref="StoreException">The file is of a newer version, or another player's.</exception>
    public static void Prepare(StoreFile file, string path, PlayerIdentity identity)
    {
        file.Execute("CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID");
        string owner = Find(file, "identity") ?? identity.ToString();
        if (owner != identity.ToString())
            throw new StoreException($"The file '{path}' is of identity {owner}, not {identity}: name another file for this player.");

        string found = Find(file, "version") ?? "0";
        if (!int.TryParse(found, NumberStyles.None, CultureInfo.InvariantCulture, out int version) || version > s_versions.Length)
        {
            throw new StoreException(
                $"The file '{path}' is of version {found}, and this program knows versions up to {s_versions.Length}: use the newer program, or name another file.");
        }
        foreach (string statement in s_versions.Skip(version).SelectMany(statements => statements)) file.Execute(statement);
        Keep(file, "identity", owner);
        Keep(file, "version", s_versions.Length.ToString(CultureInfo.InvariantCulture));
    }

    private static string? Find(StoreFile file, string key) =>
        file.Query("SELECT value FROM meta WHERE key = $0", row => row.GetString(0), key).SingleOrDefault();

    private static void Keep(StoreFile file, string key, string value) =>
        file.Execute("INSERT OR REPLACE INTO meta (key, value) VALUES ($0, $1)", key, value);
}
