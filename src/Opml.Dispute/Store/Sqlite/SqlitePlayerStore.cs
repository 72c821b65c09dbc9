using Opml.Ethereum.Accounts;

namespace Opml.Dispute.Store.Sqlite;

/// <summary>A player's store in one SQLite file. One player a file, and one process at a time.</summary>
public sealed class SqlitePlayerStore : IPlayerStore
{
    private readonly StoreFile _file;

    private SqlitePlayerStore(StoreFile file, PlayerIdentity identity)
    {
        _file = file;
        Identity = identity;
        Chain = new SqliteChainIndex(file);
        Moves = new SqliteMoveBook(file);
        Bonds = new SqliteBondBook(file);
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
    public IWorkQueue Work { get; } = new SoleWorkQueue();

    /// <inheritdoc/>
    public INonceSource? Nonces => null;

    /// <summary>Opens a player's file, or makes it; one of an older version is brought up to this one.</summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <param name="identity">Whose it is: chain, contract and account. A file of another is refused.</param>
    /// <exception cref="StoreException">It is another player's file, of a newer version, in use, damaged, or no database.</exception>
    public static SqlitePlayerStore Open(string path, PlayerIdentity identity)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(identity);
        StoreFile file = StoreFile.Open(path);
        try
        {
            file.InTransaction(() => SqliteSchema.Prepare(file, path, identity));
            return new SqlitePlayerStore(file, identity);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task LearnAsync(string fact, CancellationToken cancellationToken = default)
    {
        _file.Execute("INSERT OR IGNORE INTO facts (fact) VALUES ($0)", fact);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<bool> KnowsAsync(string fact, CancellationToken cancellationToken = default) =>
        Task.FromResult(_file.Query("SELECT 1 FROM facts WHERE fact = $0", row => true, fact).Count > 0);

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
