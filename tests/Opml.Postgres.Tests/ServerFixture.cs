using Opml.Postgres.Tests;

[assembly: AssemblyFixture(typeof(ServerFixture))]

namespace Opml.Postgres.Tests;

/// <summary>One server for all tests that do not stop it, each with a schema of its own. Where there is none, they are skipped and say why.</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    private static int s_schemas;

    private PostgresServer? _server;

    public string ConnectionString
    {
        get
        {
            Assert.SkipWhen(PostgresServer.WhyNot is not null, PostgresServer.WhyNot ?? "");
            return _server!.ConnectionString;
        }
    }

    /// <summary>The name of a schema that nobody has.</summary>
    public static string NewSchema() => $"opml_{Interlocked.Increment(ref s_schemas)}";

    public async ValueTask InitializeAsync()
    {
        if (PostgresServer.WhyNot is null) _server = await PostgresServer.StartAsync();
    }

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
