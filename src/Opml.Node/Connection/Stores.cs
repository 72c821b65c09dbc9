using Opml.Dispute.Store;
using Opml.Dispute.Store.Sqlite;
using Opml.Node.Configuration;
using Opml.Postgres;

namespace Opml.Node.Connection;

/// <summary>Opens the store that the options name.</summary>
internal static class Stores
{
    /// <returns>The store, and what it is called.</returns>
    public static async Task<(IPlayerStore Store, string Name)> OpenAsync(NodeOptions options, PlayerIdentity identity, CancellationToken cancellationToken)
    {
        if (options.Postgres is { } postgres)
            return (await PostgresPlayerStore.OpenAsync(postgres.Text, identity, null, cancellationToken).ConfigureAwait(false), postgres.ToString());
        string path = Path.GetFullPath(options.StorePath ?? DefaultStore.PathOf(identity));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return (SqlitePlayerStore.Open(path, identity), path);
    }
}
