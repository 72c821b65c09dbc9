using Npgsql;
using Opml.Dispute.Store;
using Opml.Dispute.Tests.Store;
using Opml.Ethereum;

namespace Opml.Postgres.Tests;

/// <summary>A player's store in a database: all of <see cref="StoreSpecification"/>, and several who share it.</summary>
public sealed class PostgresPlayerStoreTests(ServerFixture server) : StoreSpecification
{
    private readonly PostgresStoreOptions _options = new() { Schema = ServerFixture.NewSchema() };

    protected override async Task<IPlayerStore> OpenAsync(PlayerIdentity identity) => await OpenAsync(identity, _options);

    [Fact]
    public async Task Many_that_start_first_at_once_make_one_schema()
    {
        IPlayerStore[] stores = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => OpenAsync(Me), Token)));
        await stores[0].LearnAsync("once", Token);
        Assert.All(await Task.WhenAll(stores.Select(store => store.KnowsAsync("once", Token))), Assert.True);
        foreach (IPlayerStore store in stores) store.Dispose();
    }

    public static TheoryData<string, ulong, byte, byte, string, bool> Others => new()
    {
        { "another chain", 1, 1, 2, "proposer", false },
        { "another contract", 31337, 3, 2, "proposer", false },
        { "another account of the same contract", 31337, 1, 3, "proposer", true },
        { "another role of the account", 31337, 1, 2, "challenger", true },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public async Task Players_of_one_contract_share_its_logs_and_nothing_else(string what, ulong chain, byte contract, byte account, string role, bool shares)
    {
        await using IPlayerStore mine = await OpenAsync(Me);
        await using IPlayerStore other = await OpenAsync(new PlayerIdentity(chain, Account(contract), Account(account)) { Role = role });
        await FillAsync(mine, 3);
        await mine.LearnAsync("mine", Token);
        await mine.Moves.NoteAsync(new SentMove("pick", 1, Hash(1), [1]), null, Token);
        await mine.Bonds.NoteAsync([new Bond("game", 1, 1, BondState.AtStake)], [], Mark(3), Token);
        await mine.Work.ClaimAsync([new WorkItem("request 1", 1, true)], [], 1, Token);
        Assert.True(shares == (await other.Chain.GetCursorAsync(Token) == Mark(3)), what);
        Assert.False(await other.KnowsAsync("mine", Token));
        Assert.Null(await other.Moves.FindAsync("pick", Token));
        Assert.Empty(await other.Bonds.ReadAsync(Token));
        Assert.Empty(await other.Work.ReadAsync(Token));
    }

    [Fact]
    public async Task Pending_moves_are_those_of_the_account_in_all_its_roles_and_contracts_on_the_chain()
    {
        PlayerIdentity[] identities =
        [
            Me, Me with { Role = "challenger" }, Me with { Contract = Account(9) }, Me with { Account = Account(9) }, Me with { ChainId = 1 },
        ];
        for (byte i = 0; i < identities.Length; i++)
        {
            await using IPlayerStore store = await OpenAsync(identities[i]);
            await store.Moves.NoteAsync(new SentMove("pick", i, Hash(i), [i]), null, Token);
        }
        await using IPlayerStore mine = await OpenAsync(Me);
        Assert.Equal([0UL, 1UL, 2UL], (await mine.Moves.ReadPendingAsync(Token)).Select(move => move.Nonce));
    }

    [Fact]
    public async Task Of_many_that_sign_one_move_at_once_one_notes_it()
    {
        IPlayerStore[] stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => OpenAsync(Me)));
        for (int i = 0; i < 20; i++)
        {
            string key = $"move {i}";
            bool[] noted = await Task.WhenAll(stores.Select((store, n) =>
                Task.Run(() => store.Moves.NoteAsync(new SentMove(key, (ulong)n, Hash((byte)(n + 1)), [(byte)n]), null, Token), Token)));
            Assert.Single(noted, true);
            int winner = Array.IndexOf(noted, true);
            Assert.Equal(Hash((byte)(winner + 1)), (await stores[0].Moves.FindAsync(key, Token))!.Hash);
        }
        foreach (IPlayerStore store in stores) store.Dispose();
    }

    [Fact]
    public async Task Of_many_that_read_the_chain_at_once_each_block_is_written_once()
    {
        IPlayerStore[] stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => OpenAsync(Me)));
        await Task.WhenAll(stores.Select(store => Task.Run(
            async () =>
            {
                while (await store.Chain.GetCursorAsync(Token) is var cursor && (cursor?.Number ?? 0) < 40)
                {
                    ulong next = (cursor?.Number ?? 0) + 1;
                    await store.Chain.AppendAsync([Log(next, 0)], cursor, Mark(next), Token);
                }
            },
            Token)));
        Assert.Equal(Enumerable.Range(1, 40).Select(n => (ulong)n), (await LogsAsync(stores[0], null)).Select(log => log.BlockNumber));
        foreach (IPlayerStore store in stores) store.Dispose();
    }

    [Fact]
    public async Task Tables_of_a_newer_version_are_refused()
    {
        (await OpenAsync(Me)).Dispose();
        await RunAsync($"UPDATE {_options.Schema}.meta SET version = 99");
        StoreException error = await Assert.ThrowsAsync<StoreException>(() => OpenAsync(Me));
        Assert.Contains("version 99", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_make_no_schema_can_use_one()
    {
        (await OpenAsync(Me)).Dispose();
        string role = $"{_options.Schema}_user";
        await RunAsync(
            $"CREATE ROLE {role} LOGIN; GRANT USAGE ON SCHEMA {_options.Schema} TO {role}; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {_options.Schema} TO {role}");
        string asRole = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Username = role }.ToString();
        await using (PostgresPlayerStore store = await PostgresPlayerStore.OpenAsync(asRole, Me, _options, Token))
            await store.LearnAsync("it works", Token);
        StoreException error = await Assert.ThrowsAsync<StoreException>(
            () => PostgresPlayerStore.OpenAsync(asRole, Me, _options with { Schema = ServerFixture.NewSchema() }, Token));
        Assert.Contains("right to make its schema", error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> BadStrings => new()
    {
        { "Host=/nowhere/at/all;Username=opml;Password=hunter2;Timeout=2", "out of reach" },
        { "Host=;Password=hunter2;Port=hunter2", "is none" },
        { "hunter2", "is none" },
    };

    [Theory]
    [MemberData(nameof(BadStrings))]
    public async Task A_bad_connection_string_is_explained_without_its_password(string connectionString, string says)
    {
        Exception error = await Assert.ThrowsAnyAsync<Exception>(() => PostgresPlayerStore.OpenAsync(connectionString, Me, null, Token));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Opml")]
    [InlineData("1opml")]
    [InlineData("opml; DROP TABLE logs")]
    public Task A_bad_schema_is_refused(string schema) =>
        Assert.ThrowsAsync<ArgumentException>(() => PostgresPlayerStore.OpenAsync("Host=localhost", Me, new PostgresStoreOptions { Schema = schema }, Token));

    private async Task<IPlayerStore> OpenAsync(PlayerIdentity identity, PostgresStoreOptions options) =>
        await PostgresPlayerStore.OpenAsync(server.ConnectionString, identity, options, Token);

    private async Task RunAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync(Token);
#pragma warning disable CA2100 // the texts are this file's own
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(Token);
    }
}
