using System.Net.Sockets;
using Npgsql;
using Opml.Dispute.Store;

namespace Opml.Postgres;

/// <summary>Says what a database's error means for a player and what to do. The connection string is not in it.</summary>
internal sealed class PostgresErrors(NpgsqlConnectionStringBuilder settings)
{
    private const string IdleInTransactionTimeout = "25P03";

    private readonly string _name = $"'{settings.Database ?? settings.Username}' at {settings.Host}";

    /// <summary>The error in the store's words; null where it is not the database's.</summary>
    public StoreException? Explain(Exception exception) => exception switch
    {
        StoreException => null,
        PostgresException error when IsPassing(error.SqlState) => Unavailable(error.MessageText, error),
        PostgresException error => new StoreException($"The database {_name} refuses ({error.SqlState}): {error.MessageText}. {Advice(error.SqlState)}", error),
        NpgsqlException or SocketException or IOException or TimeoutException => Unavailable(exception.InnerException?.Message ?? exception.Message, exception),
        InvalidCastException or FormatException => new StoreException(
            $"The database {_name} holds something that no player wrote ({exception.Message}). Look at the schema, or name another.", exception),
        ObjectDisposedException => Unavailable("it was closed", exception),
        _ => null,
    };

    private StoreUnavailableException Unavailable(string why, Exception exception) =>
        new($"The database {_name} is out of reach: {why}. Look whether its server runs and can be reached from here.", exception);

    /// <summary>Connection lost, server starting, stopping or full, fallen back to a standby, or too slow: SQLSTATE classes of PostgreSQL's appendix A.</summary>
    private static bool IsPassing(string state) =>
        state.StartsWith("08", StringComparison.Ordinal)
        || state.StartsWith("53", StringComparison.Ordinal)
        || state.StartsWith("57", StringComparison.Ordinal)
        || state.StartsWith("58", StringComparison.Ordinal)
        || state.StartsWith("40", StringComparison.Ordinal)
        || state is PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.LockNotAvailable or IdleInTransactionTimeout;

    private static string Advice(string state) => state switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => "Look at user name, password and pg_hba.conf.",
        PostgresErrorCodes.InvalidCatalogName => "Make the database first (createdb).",
        PostgresErrorCodes.InsufficientPrivilege => "Give the user the right to make its schema and tables, or have them made by one who has it.",
        _ => "Look at the server's log.",
    };
}
