namespace Opml.Node.Configuration;

/// <summary>How to reach a PostgreSQL database. It may hold a password, and is not shown.</summary>
/// <param name="text">As Npgsql has it: "Host=db;Username=opml;Database=opml".</param>
public sealed class PostgresConnection(string text)
{
    internal string Text { get; } = text;

    /// <summary>Nothing of the connection.</summary>
    public override string ToString() => "PostgreSQL";
}
