using System.Data;
using System.Text.RegularExpressions;
using Npgsql;
using Opml.Dispute.Store;

namespace Opml.Postgres;

/// <summary>
/// The connections to one database. What PostgreSQL has to complain of comes as a <see cref="StoreException"/> that says what
/// to do, and as a <see cref="StoreUnavailableException"/> where it is worth trying again.
/// </summary>
internal sealed partial class PostgresDatabase : IAsyncDisposable, IDisposable
{
    private const int MostTries = 5;

    /// <summary>A player needs few at a time, and a server has a hundred by default for all of them.</summary>
    private const int Connections = 8;

    private readonly NpgsqlDataSource _source;
    private readonly PostgresErrors _errors;

    /// <summary>Nothing is connected yet.</summary>
    public PostgresDatabase(string connectionString, string schema)
    {
        if (!SchemaName().IsMatch(schema))
            throw new ArgumentException($"The schema's name '{schema}' is none: take small letters, digits and underscores, at most 63, no digit first.", nameof(schema));
        NpgsqlConnectionStringBuilder settings = Read(connectionString);
        if (!settings.ContainsKey("Maximum Pool Size")) settings.MaxPoolSize = Connections;
        if (!settings.ContainsKey("Application Name")) settings.ApplicationName = "opml";
        if (!settings.ContainsKey("Command Timeout")) settings.CommandTimeout = 15;
        settings.SearchPath = schema;
        settings.PersistSecurityInfo = false;
        // A move must be on disk before it is handed in, whatever the server's default is.
        settings.Options = $"{settings.Options} -c synchronous_commit=on".TrimStart();
        Schema = schema;
        _errors = new PostgresErrors(settings);
        _source = NpgsqlDataSource.Create(settings);
    }

    /// <summary>The schema that the tables are in.</summary>
    public string Schema { get; }

    /// <summary>Opens a connection, for a transaction that lasts; whoever asks for it closes it.</summary>
    public Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken) =>
        GuardAsync(() => _source.OpenConnectionAsync(cancellationToken).AsTask(), cancellationToken);

    /// <summary>Runs a statement, a transaction of its own.</summary>
    /// <returns>How many rows it changed.</returns>
    public Task<int> ExecuteAsync(Func<NpgsqlConnection, NpgsqlCommand> make, CancellationToken cancellationToken) =>
        UseAsync(
            async connection =>
            {
                await using NpgsqlCommand command = make(connection);
                return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            },
            cancellationToken);

    /// <summary>The rows of a query.</summary>
    public Task<List<T>> QueryAsync<T>(Func<NpgsqlConnection, NpgsqlCommand> make, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) =>
        UseAsync(connection => QueryAsync(make(connection), read, cancellationToken), cancellationToken);

    /// <inheritdoc cref="QueryAsync{T}(Func{NpgsqlConnection, NpgsqlCommand}, Func{NpgsqlDataReader, T}, CancellationToken)"/>
    public static async Task<List<T>> QueryAsync<T>(NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand ours = command;
        await using NpgsqlDataReader rows = await ours.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var found = new List<T>();
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false)) found.Add(read(rows));
        return found;
    }

    /// <summary>Does all of some work, or none; it is done again where the server broke it off in favour of another's.</summary>
    public Task<T> InTransactionAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken) =>
        UseAsync(connection => InTransactionAsync(connection, IsolationLevel.ReadCommitted, work, cancellationToken), cancellationToken);

    /// <summary>Reads as of one moment. It is not done again by itself.</summary>
    public Task<T> AtOneMomentAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken) => GuardAsync(
        async () =>
        {
            await using NpgsqlConnection connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            return await InTransactionAsync(connection, IsolationLevel.RepeatableRead, work, cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>Uses a connection for work that can be done twice.</summary>
    public Task<T> UseAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken) => GuardAsync(
        async () =>
        {
            for (int tries = 1; ; tries++)
            {
                try
                {
                    await using NpgsqlConnection connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
                    return await work(connection).ConfigureAwait(false);
                }
                catch (PostgresException exception) when (tries < MostTries && exception.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure)
                {
                    // Rolled back: nothing of it was done.
                }
            }
        },
        cancellationToken);

    /// <summary>Does something on a connection, and turns what is raised into a <see cref="StoreException"/>.</summary>
    public async Task<T> GuardAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && _errors.Explain(exception) is { } explained)
        {
            throw explained;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static async Task<T> InTransactionAsync<T>(
        NpgsqlConnection connection, IsolationLevel level, Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(level, cancellationToken).ConfigureAwait(false);
        T result = await work(connection).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return result;
    }

    private static NpgsqlConnectionStringBuilder Read(string connectionString)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            // The message of the exception may quote a value, and that may be a password.
            throw new ArgumentException(
                "The connection string is none: write 'Host=…;Username=…;Database=…', with the password in PGPASSWORD or a .pgpass file.", nameof(connectionString));
        }
    }

    [GeneratedRegex("^[a-z_][a-z0-9_]{0,62}$", RegexOptions.CultureInvariant)]
    private static partial Regex SchemaName();
}
