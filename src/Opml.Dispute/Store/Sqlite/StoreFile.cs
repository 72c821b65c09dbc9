using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Opml.Dispute.Store.Sqlite;

/// <summary>
/// An SQLite file that this process alone has. A commit is on disk before it returns, and whatever SQLite has to complain of
/// comes as a <see cref="StoreException"/> that says what to do. One statement or transaction at a time; safe from any thread.
/// </summary>
internal sealed class StoreFile : IDisposable
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    private readonly string _path;
    private readonly SqliteConnection _connection;
    private readonly Lock _turn = new();

    private StoreFile(string path, SqliteConnection connection)
    {
        _path = path;
        _connection = connection;
    }

    /// <summary>Opens a file, or makes it, and checks that it is whole.</summary>
    /// <exception cref="StoreException">It is in use, damaged, no database, or cannot be reached.</exception>
    public static StoreFile Open(string path)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 1 };
        var file = new StoreFile(path, new SqliteConnection(settings.ToString()));
        try
        {
            file.Guard(() => file._connection.Open());
            // Exclusive: the lock is taken with the first write, and kept until the file is closed or the process ends.
            file.Execute("PRAGMA locking_mode = EXCLUSIVE");
            file.Execute("PRAGMA journal_mode = WAL");
            file.Execute("PRAGMA synchronous = FULL");
            string verdict = file.Query("PRAGMA quick_check(1)", row => row.GetString(0)).Single();
            if (verdict != "ok") throw Damaged(path, verdict, null);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Does all of some writes, or none.</summary>
    public void InTransaction(Action writes) => Guard(() =>
    {
        using SqliteTransaction transaction = _connection.BeginTransaction();
        writes();
        transaction.Commit();
    });

    /// <summary>Runs a statement; $0, $1 … stand for the arguments.</summary>
    public void Execute(string sql, params object[] arguments) => Guard(() =>
    {
        using SqliteCommand command = Command(sql, arguments);
        command.ExecuteNonQuery();
    });

    /// <summary>The rows of a query; $0, $1 … stand for the arguments.</summary>
    public IReadOnlyList<T> Query<T>(string sql, Func<SqliteDataReader, T> read, params object[] arguments)
    {
        var found = new List<T>();
        ForEach(sql, read, found.Add, arguments);
        return found;
    }

    /// <summary>Gives the rows of a query one after the other, with the file's turn held; $0, $1 … stand for the arguments.</summary>
    public void ForEach<T>(string sql, Func<SqliteDataReader, T> read, Action<T> take, params object[] arguments)
    {
        lock (_turn)
        {
            using SqliteCommand command = Command(sql, arguments);
            using SqliteDataReader rows = Guard(command.ExecuteReader);
            while (Guard(rows.Read)) take(Read(rows, read));
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        lock (_turn)
            _connection.Dispose();
    }

    private SqliteCommand Command(string sql, object[] arguments)
    {
        SqliteCommand command = _connection.CreateCommand();
#pragma warning disable CA2100 // the texts are this folder's own; values go in as parameters
        command.CommandText = sql;
#pragma warning restore CA2100
        for (int i = 0; i < arguments.Length; i++)
            command.Parameters.AddWithValue("$" + i.ToString(CultureInfo.InvariantCulture), arguments[i]);
        return command;
    }

    private void Guard(Action action) => Guard(() =>
    {
        action();
        return true;
    });

    private T Guard<T>(Func<T> action)
    {
        try
        {
            lock (_turn)
                return action();
        }
        catch (SqliteException exception)
        {
            throw exception.SqliteErrorCode switch
            {
                Busy or Locked => new StoreException($"The player's file '{_path}' is in use: close the other player that has it, or name another file.", exception),
                Corrupt or NotADatabase => Damaged(_path, exception.Message, exception),
                _ => new StoreException($"The player's file '{_path}' cannot be used: {exception.Message}. Look at its folder and the disk.", exception),
            };
        }
    }

    private T Read<T>(SqliteDataReader row, Func<SqliteDataReader, T> read)
    {
        try
        {
            return read(row);
        }
        catch (Exception exception) when (exception is InvalidCastException or ArgumentException or FormatException)
        {
            throw Damaged(_path, exception.Message, exception);
        }
    }

    private static StoreException Damaged(string path, string why, Exception? innerException) => new(
        $"The player's file '{path}' is no player's file, or damaged ({why}). Move it away, or name another file: the player reads the chain anew.",
        innerException);
}
