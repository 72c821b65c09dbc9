using Npgsql;
using Opml.Dispute.Store;

namespace Opml.Postgres;

/// <summary>The tables, how those of older versions become this one's, and a player's rows in them.</summary>
internal static class PostgresSchema
{
    /// <summary>Whoever prepares a schema holds this advisory lock: several processes may start first.</summary>
    private const long Turn = 0x6f706d6c5f646231;

    /// <summary>What makes version n of version n - 1, in that place.</summary>
    private static readonly string[] s_versions =
    [
        """
        CREATE TABLE contracts (
            id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, chain_id numeric(20) NOT NULL, address text NOT NULL,
            UNIQUE (chain_id, address));
        CREATE TABLE players (
            id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, contract integer NOT NULL REFERENCES contracts, account text NOT NULL, role text NOT NULL,
            UNIQUE (contract, account, role));
        CREATE TABLE logs (
            contract integer NOT NULL REFERENCES contracts, block bigint NOT NULL, log_index bigint NOT NULL, address bytea NOT NULL, topics bytea NOT NULL,
            data bytea NOT NULL, block_hash bytea NOT NULL, tx_hash bytea NOT NULL, tx_index bigint NOT NULL,
            PRIMARY KEY (contract, block, log_index));
        CREATE TABLE marks (
            contract integer NOT NULL REFERENCES contracts, number bigint NOT NULL, hash bytea NOT NULL,
            PRIMARY KEY (contract, number));
        CREATE TABLE sent (
            player integer NOT NULL REFERENCES players, key text NOT NULL, nonce bigint NOT NULL, hash bytea NOT NULL, raw bytea NOT NULL,
            earlier bytea NOT NULL, block bigint, noted timestamptz NOT NULL DEFAULT clock_timestamp(),
            PRIMARY KEY (player, key));
        CREATE TABLE facts (
            player integer NOT NULL REFERENCES players, fact text NOT NULL,
            PRIMARY KEY (player, fact));
        CREATE TABLE bonds (
            player integer NOT NULL REFERENCES players, key text NOT NULL, request bigint NOT NULL, amount numeric(78) NOT NULL, state text NOT NULL,
            PRIMARY KEY (player, key));
        CREATE TABLE work (
            player integer NOT NULL REFERENCES players, subject text NOT NULL, deadline bigint NOT NULL, owner text, until timestamptz,
            offered timestamptz NOT NULL DEFAULT clock_timestamp(),
            PRIMARY KEY (player, subject));
        CREATE TABLE signers (
            chain_id numeric(20) NOT NULL, account text NOT NULL,
            PRIMARY KEY (chain_id, account));
        CREATE TABLE nonces (
            chain_id numeric(20) NOT NULL, account text NOT NULL, next bigint,
            PRIMARY KEY (chain_id, account));
        """,
    ];

    /// <summary>Makes what is not there, and finds the player's rows.</summary>
    /// <exception cref="StoreException">The tables are of a newer version; or the database cannot be used.</exception>
    public static Task<PlayerKeys> PrepareAsync(PostgresDatabase database, PlayerIdentity identity, CancellationToken cancellationToken) =>
        database.InTransactionAsync(
            async connection =>
            {
                await RunAsync(connection, $"SELECT pg_advisory_xact_lock({Turn})", cancellationToken).ConfigureAwait(false);
                await UpgradeAsync(connection, database.Schema, cancellationToken).ConfigureAwait(false);
                decimal chain = identity.ChainId;
                string address = identity.Contract.ToString(), account = identity.Account.ToString();
                int contract = await FindOrAddAsync(
                    connection,
                    "SELECT id FROM contracts WHERE chain_id = $1 AND address = $2",
                    "INSERT INTO contracts (chain_id, address) VALUES ($1, $2) RETURNING id",
                    [chain, address],
                    cancellationToken).ConfigureAwait(false);
                int player = await FindOrAddAsync(
                    connection,
                    "SELECT id FROM players WHERE contract = $1 AND account = $2 AND role = $3",
                    "INSERT INTO players (contract, account, role) VALUES ($1, $2, $3) RETURNING id",
                    [contract, account, identity.Role],
                    cancellationToken).ConfigureAwait(false);
                return new PlayerKeys(contract, player);
            },
            cancellationToken);

    private static async Task UpgradeAsync(NpgsqlConnection connection, string schema, CancellationToken cancellationToken)
    {
        // Looked for first: who may not make a schema can still use one.
        if (!await IsThereAsync(connection, "SELECT 1 FROM pg_namespace WHERE nspname = $1", schema, cancellationToken).ConfigureAwait(false))
            await RunAsync(connection, $"CREATE SCHEMA {schema}", cancellationToken).ConfigureAwait(false);
        if (!await IsThereAsync(connection, "SELECT 1 FROM pg_tables WHERE schemaname = $1 AND tablename = 'meta'", schema, cancellationToken).ConfigureAwait(false))
            await RunAsync(connection, "CREATE TABLE meta (version integer NOT NULL); INSERT INTO meta VALUES (0)", cancellationToken).ConfigureAwait(false);
        int version = (await PostgresDatabase.QueryAsync(
            new NpgsqlCommand("SELECT version FROM meta", connection), row => row.GetInt32(0), cancellationToken).ConfigureAwait(false)).Single();
        if (version > s_versions.Length)
        {
            throw new StoreException(
                $"The tables of schema '{schema}' are of version {version}, and this program knows versions up to {s_versions.Length}: use the newer program, or name another schema.");
        }
        if (version == s_versions.Length) return;
        foreach (string statements in s_versions.Skip(version)) await RunAsync(connection, statements, cancellationToken).ConfigureAwait(false);
        await RunAsync(connection, $"UPDATE meta SET version = {s_versions.Length}", cancellationToken).ConfigureAwait(false);
    }

    private static async Task<bool> IsThereAsync(NpgsqlConnection connection, string sql, string name, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = Command(connection, sql).With(name);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not null;
    }

    private static async Task<int> FindOrAddAsync(
        NpgsqlConnection connection, string find, string add, object[] values, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand finding = Command(connection, find).With(values);
        if (await finding.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is int found) return found;
        await using NpgsqlCommand adding = Command(connection, add).With(values);
        return (int)(await adding.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = Command(connection, sql);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

#pragma warning disable CA2100 // the texts are this file's own, and the schema's name was checked
    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql) => new(sql, connection);
#pragma warning restore CA2100
}
