namespace Opml.Postgres;

/// <summary>How a player's store lies in a database.</summary>
public sealed record PostgresStoreOptions
{
    /// <summary>The schema that holds the tables: small letters, digits and underscores, at most 63, no digit first. It is made where it is not there.</summary>
    public string Schema { get; init; } = "opml";

    /// <summary>
    /// How long a process keeps its work without a sign of life, from 1 second to an hour. Others take it over then: short leases
    /// bring that about soon, long ones survive longer pauses of process and database.
    /// </summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);
}
