using Npgsql;
using Opml.Dispute.Store;
using Opml.Ethereum.Accounts;

namespace Opml.Postgres;

/// <summary>
/// A player's store in a PostgreSQL database, 13 or later. Any number of processes on any number of machines open it with the
/// same identity and are one player; and players of other identities, on other chains too, can be in the same schema.
/// </summary>
public sealed class PostgresPlayerStore : IPlayerStore
{
    private readonly PostgresDatabase _database;
    private readonly int _player;
    private readonly PostgresNonceSource _nonces;

    private PostgresPlayerStore(PostgresDatabase database, PlayerKeys keys, PlayerIdentity identity, PostgresStoreOptions options)
    {
        _database = database;
        _player = keys.Player;
        _nonces = new PostgresNonceSource(database);
        Identity = identity;
        Chain = new PostgresChainIndex(database, keys.Contract);
        Moves = new PostgresMoveBook(database, keys.Player);
        Bonds = new PostgresBondBook(database, keys);
        Work = new PostgresWorkQueue(database, keys.Player, options.Lease);
    }

    /// <inheritdoc/>
    public PlayerIdentity Identity { get; }

    /// <inheritdoc/>
    public IChainIndex Chain { get; }

    /// <inheritdoc/>
    public IMoveBook Moves { get; }

    /// <inheritdoc/>
    public IBondBook Bonds { get; }

    /// <inheritdoc/>
    public IWorkQueue Work { get; }

    /// <inheritdoc/>
    public INonceSource Nonces => _nonces;

    /// <summary>Opens a player's store; what is not there of schema, tables and rows is made, an older version is brought up to this one.</summary>
    /// <param name="connectionString">As Npgsql has it: "Host=db;Username=opml;Database=opml". It is never shown or logged.</param>
    /// <param name="identity">Whose store: give each role of an account its own <see cref="PlayerIdentity.Role"/>.</param>
    /// <param name="options">How it lies there.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="StoreUnavailableException">The server cannot be reached.</exception>
    /// <exception cref="StoreException">The server refuses the user, or the tables are of a newer version.</exception>
    /// <exception cref="ArgumentException">The connection string or an option is no such thing.</exception>
    public static async Task<PostgresPlayerStore> OpenAsync(
        string connectionString, PlayerIdentity identity, PostgresStoreOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        ArgumentNullException.ThrowIfNull(identity);
        options ??= new PostgresStoreOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Lease, TimeSpan.FromSeconds(1), nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Lease, TimeSpan.FromHours(1), nameof(options));
        var database = new PostgresDatabase(connectionString, options.Schema);
        try
        {
            PlayerKeys keys = await PostgresSchema.PrepareAsync(database, identity, cancellationToken).ConfigureAwait(false);
            return new PostgresPlayerStore(database, keys, identity, options);
        }
        catch
        {
            await database.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public Task LearnAsync(string fact, CancellationToken cancellationToken = default) => _database.ExecuteAsync(
        connection => new NpgsqlCommand("INSERT INTO facts (player, fact) VALUES ($1, $2) ON CONFLICT DO NOTHING", connection).With(_player, fact),
        cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> KnowsAsync(string fact, CancellationToken cancellationToken = default)
    {
        List<bool> found = await _database.QueryAsync(
            connection => new NpgsqlCommand("SELECT true FROM facts WHERE player = $1 AND fact = $2", connection).With(_player, fact),
            row => row.GetBoolean(0),
            cancellationToken).ConfigureAwait(false);
        return found.Count > 0;
    }

    /// <summary>Closes the connections. What this process holds goes to others when its leases end, at once after <see cref="IWorkQueue.LeaveAsync"/>.</summary>
    public void Dispose()
    {
        _nonces.Dispose();
        _database.Dispose();
    }

    /// <inheritdoc cref="Dispose"/>
    public async ValueTask DisposeAsync()
    {
        _nonces.Dispose();
        await _database.DisposeAsync().ConfigureAwait(false);
    }
}
