using Opml.Dispute.Store;
using Opml.Dispute.Store.Sqlite;
using Opml.Ethereum;
using Opml.Node.Configuration;
using Opml.Postgres;

namespace Opml.Node.Connection;

/// <summary>Opens the store that the options name.</summary>
internal static class Stores
{
    /// <param name="options">Name the store, or none.</param>
    /// <param name="identity">Whose it is.</param>
    /// <param name="genesis">The hash of the chain's first block; asked for where the options name no store.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The store, and what it is called.</returns>
    /// <exception cref="NodeConfigurationException">The connection string is none.</exception>
    /// <exception cref="StoreException">The store cannot be had.</exception>
    public static async Task<(IPlayerStore Store, string Name)> OpenAsync(
        NodeOptions options, PlayerIdentity identity, Func<CancellationToken, Task<Hash32>> genesis, CancellationToken cancellationToken)
    {
        if (options.Postgres is { } postgres)
            return (await OpenAsync(postgres, identity, cancellationToken).ConfigureAwait(false), postgres.ToString());
        string path = Path.GetFullPath(options.StorePath ?? DefaultStore.PathOf(identity, await genesis(cancellationToken).ConfigureAwait(false)));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return (SqlitePlayerStore.Open(path, identity), path);
    }

    /// <summary>The folder of a store's file; the system's for temporary files where the store is a database.</summary>
    /// <param name="options">Name the store.</param>
    /// <param name="name">What the store that was opened is called.</param>
    public static string FolderOf(NodeOptions options, string name) => options.Postgres is null ? Path.GetDirectoryName(name)! : Path.GetTempPath();

    private static async Task<PostgresPlayerStore> OpenAsync(PostgresConnection postgres, PlayerIdentity identity, CancellationToken cancellationToken)
    {
        try
        {
            return await PostgresPlayerStore.OpenAsync(postgres.Text, identity, null, cancellationToken).ConfigureAwait(false);
        }
        catch (ArgumentException exception)
        {
            throw new NodeConfigurationException(exception.Message, exception);
        }
    }
}
