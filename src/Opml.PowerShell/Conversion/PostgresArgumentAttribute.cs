using System.Data.Common;
using System.Management.Automation;
using System.Net;
using System.Security;
using Opml.Node.Configuration;

namespace Opml.PowerShell.Conversion;

/// <summary>A parameter that takes a PostgreSQL connection string: plain where it holds no password, a SecureString where it does.</summary>
public sealed class PostgresArgumentAttribute : ArgumentTransformationAttribute
{
    // Npgsql's names for a password, and for that of a client certificate's key.
    private static readonly string[] s_secrets = ["password", "pwd", "psw", "sslpassword"];

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            PostgresConnection connection => connection,
            SecureString text => new PostgresConnection(new NetworkCredential("", text).Password),
            string text when !HoldsSecret(text) => new PostgresConnection(text),
            string => throw new ArgumentTransformationMetadataException(
                "The connection string holds a password, which would stay in the history: leave it to PGPASSWORD, PGPASSFILE or ~/.pgpass, or give the whole string as a SecureString."),
            _ => throw new ArgumentTransformationMetadataException(
                "A database is named by a connection string, as 'Host=db;Username=opml;Database=opml', or by a SecureString with one."),
        };
    }

    private static bool HoldsSecret(string text)
    {
        try
        {
            var parts = new DbConnectionStringBuilder { ConnectionString = text };
            return parts.Keys.Cast<string>().Any(key => s_secrets.Contains(key.Replace(" ", "", StringComparison.Ordinal), StringComparer.OrdinalIgnoreCase));
        }
        catch (ArgumentException)
        {
            // No connection string at all; whoever opens it says so.
            return s_secrets.Any(secret => text.Contains(secret, StringComparison.OrdinalIgnoreCase));
        }
    }
}
