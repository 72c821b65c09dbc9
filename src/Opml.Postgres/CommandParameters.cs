using Npgsql;

namespace Opml.Postgres;

/// <summary>Positional parameters.</summary>
internal static class CommandParameters
{
    /// <summary>The command with values for $1, $2 …; a null is NULL.</summary>
    public static NpgsqlCommand With(this NpgsqlCommand command, params object?[] values)
    {
        foreach (object? value in values) command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        return command;
    }

    /// <inheritdoc cref="With(NpgsqlCommand, object?[])"/>
    public static NpgsqlBatchCommand With(this NpgsqlBatchCommand command, params object?[] values)
    {
        foreach (object? value in values) command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        return command;
    }
}
