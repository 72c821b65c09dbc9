using Microsoft.Data.Sqlite;
using Opml.Dispute.Store;
using Opml.Dispute.Store.Sqlite;

namespace Opml.Dispute.Tests.Store;

/// <summary>A player's file: all of <see cref="StoreSpecification"/>, whose it is, and when it is refused.</summary>
public sealed class SqlitePlayerStoreTests : StoreSpecification, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("opml-store-").FullName;

    private string FilePath => Path.Combine(_folder, "player.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    protected override Task<IPlayerStore> OpenAsync(PlayerIdentity identity) => Task.FromResult<IPlayerStore>(Open(identity));

    public static TheoryData<string, ulong, byte, byte, string> Others => new()
    {
        { "another chain", 1, 1, 2, "proposer" },
        { "another contract", 31337, 3, 2, "proposer" },
        { "another account", 31337, 1, 3, "proposer" },
        { "another role", 31337, 1, 2, "challenger" },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public void A_file_of_another_identity_is_refused(string what, ulong chain, byte contract, byte account, string role)
    {
        Open(Me).Dispose();
        StoreException error = Assert.Throws<StoreException>(() => Open(new PlayerIdentity(chain, Account(contract), Account(account)) { Role = role }));
        Assert.True(error.Message.Contains("identity", StringComparison.Ordinal) && error.Message.Contains(FilePath, StringComparison.Ordinal), what);
        Open(Me).Dispose();
    }

    [Fact]
    public void A_file_in_use_is_refused_until_it_is_closed()
    {
        using (Open(Me))
            Assert.Contains("in use", Assert.Throws<StoreException>(() => Open(Me)).Message, StringComparison.Ordinal);
        Open(Me).Dispose();
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused()
    {
        File.WriteAllText(FilePath, new string('x', 5000));
        Assert.Contains("damaged", Assert.Throws<StoreException>(() => Open(Me)).Message, StringComparison.Ordinal);
        Assert.Equal(new string('x', 5000), File.ReadAllText(FilePath));
    }

    [Fact]
    public async Task A_damaged_file_is_refused()
    {
        using (SqlitePlayerStore store = Open(Me)) await FillAsync(store, 50);
        byte[] bytes = File.ReadAllBytes(FilePath);
        bytes.AsSpan(bytes.Length / 2).Fill(0xa5);
        File.WriteAllBytes(FilePath, bytes);
        Assert.Contains("damaged", Assert.Throws<StoreException>(() => Open(Me)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named() =>
        Assert.Contains(_folder, Assert.Throws<StoreException>(() => SqlitePlayerStore.Open(Path.Combine(_folder, "no", "p.db"), Me)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_file_of_the_first_version_is_brought_up_to_this_one()
    {
        string[] first =
        [
            "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
            $"INSERT INTO meta VALUES ('version', '1'), ('identity', '{Me}')",
            "CREATE TABLE logs (address BLOB NOT NULL, topics BLOB NOT NULL, data BLOB NOT NULL, block INTEGER NOT NULL, block_hash BLOB NOT NULL, tx_hash BLOB NOT NULL, tx_index INTEGER NOT NULL, log_index INTEGER NOT NULL, PRIMARY KEY (block, log_index)) WITHOUT ROWID",
            "CREATE TABLE marks (number INTEGER PRIMARY KEY, hash BLOB NOT NULL)",
            "CREATE TABLE sent (key TEXT PRIMARY KEY, nonce INTEGER NOT NULL, hash BLOB NOT NULL, raw BLOB NOT NULL) WITHOUT ROWID",
            "CREATE TABLE facts (fact TEXT PRIMARY KEY) WITHOUT ROWID",
            $"INSERT INTO sent VALUES ('pick', 7, x'{new string('9', 64)}', x'0102')",
        ];
        await RunAsync(first);
        using SqlitePlayerStore store = Open(Me);
        SentMove move = (await store.Moves.FindAsync("pick", Token))!;
        Assert.Equivalent(new SentMove("pick", 7, Hash(0x99), [1, 2]), move);
        await store.Moves.SettleAsync(move, 12, Token);
        Assert.Equal(12UL, (await store.Moves.FindAsync("pick", Token))?.Block);
        Assert.Empty(await store.Bonds.ReadAsync(Token));
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_refused()
    {
        Open(Me).Dispose();
        await RunAsync("UPDATE meta SET value = '99' WHERE key = 'version'");
        Assert.Contains("version 99", Assert.Throws<StoreException>(() => Open(Me)).Message, StringComparison.Ordinal);
    }

    private SqlitePlayerStore Open(PlayerIdentity identity) => SqlitePlayerStore.Open(FilePath, identity);

    private async Task RunAsync(params string[] statements)
    {
        await using var connection = new SqliteConnection($"Data Source={FilePath};Pooling=False");
        await connection.OpenAsync(Token);
        foreach (string statement in statements)
        {
            await using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // the texts are this file's own
            command.CommandText = statement;
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync(Token);
        }
    }
}
