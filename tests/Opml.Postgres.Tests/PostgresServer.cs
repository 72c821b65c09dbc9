using System.Diagnostics;
using System.Globalization;
using System.Text;
using Npgsql;

namespace Opml.Postgres.Tests;

/// <summary>
/// A PostgreSQL server of one's own: a new cluster in a temporary folder, reached over a socket there. It ends with its owner, killed
/// or not: a shell stands between, whose input the owner holds open.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string User = "opml";

    private const string Script = """
        trap '' INT TERM HUP
        "$@" </dev/null >"$OPML_LOG" 2>&1 &
        while read -r line; do
          case $line in
            stop) kill -QUIT $!; wait $!; echo stopped ;;
            start) "$@" </dev/null >>"$OPML_LOG" 2>&1 & ;;
          esac
        done
        kill -QUIT $!
        wait
        rm -rf -- "$OPML_FOLDER"
        """;

    private readonly string _folder;
    private readonly Process _shell;

    private PostgresServer(string folder, Process shell)
    {
        _folder = folder;
        _shell = shell;
    }

    /// <summary>Where the programs are; null where PostgreSQL is not installed.</summary>
    public static string? Programs { get; } = FindPrograms();

    /// <summary>Why no server can be started here; null where one can.</summary>
    public static string? WhyNot { get; } = Programs is null
        ? "PostgreSQL is not installed: apt-get install postgresql, or name the folder of initdb and postgres in OPML_TEST_POSTGRES."
        : null;

    /// <summary>For Npgsql, as the owner of everything.</summary>
    public string ConnectionString => $"Host={_folder};Username={User};Database=postgres";

    /// <summary>Makes a cluster, starts its server, and waits until it answers.</summary>
    /// <param name="isDurable">Whether commits go to disk, as they must where money is at stake; tests that kill no server do without.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async Task<PostgresServer> StartAsync(bool isDurable = false, CancellationToken cancellationToken = default)
    {
        string folder = Directory.CreateTempSubdirectory("opml-pg-").FullName;
        string[] asUser = [];
        if (Environment.UserName == "root")
        {
            // The server refuses to run as root.
            await RunAsync(["chown", "postgres", folder], cancellationToken);
            asUser = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"];
        }
        string data = Path.Combine(folder, "data");
        await RunAsync([.. asUser, Path.Combine(Programs!, "initdb"), "-D", data, "-U", User, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"], cancellationToken);
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = "/" };
        start.Environment["OPML_LOG"] = Path.Combine(folder, "log");
        start.Environment["OPML_FOLDER"] = folder;
        string[] words =
        [
            "-c", Script, "opml-postgres", .. asUser, Path.Combine(Programs!, "postgres"), "-D", data, "-k", folder,
            "-c", "listen_addresses=", "-c", $"fsync={(isDurable ? "on" : "off")}", "-c", "max_connections=100",
        ];
        foreach (string word in words) start.ArgumentList.Add(word);
        var server = new PostgresServer(folder, Process.Start(start)!);
        try
        {
            await server.WaitAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Breaks the server off, as a crash would.</summary>
    public async Task StopAsync()
    {
        await _shell.StandardInput.WriteLineAsync("stop");
        await _shell.StandardInput.FlushAsync();
        if (await _shell.StandardOutput.ReadLineAsync() != "stopped") throw new InvalidOperationException("The server did not stop.");
    }

    /// <summary>Starts it again.</summary>
    public async Task StartAgainAsync(CancellationToken cancellationToken)
    {
        await _shell.StandardInput.WriteLineAsync("start");
        await _shell.StandardInput.FlushAsync(cancellationToken);
        await WaitAsync(cancellationToken);
    }

    /// <summary>Ends the server and removes the cluster.</summary>
    public async ValueTask DisposeAsync()
    {
        _shell.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await _shell.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _shell.Dispose();
    }

    private static string? FindPrograms()
    {
        if (OperatingSystem.IsWindows()) return null;
        IEnumerable<string> debian = Directory.Exists("/usr/lib/postgresql")
            ? Directory.EnumerateDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin"))
            : [];
        IEnumerable<string> path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return new[] { Environment.GetEnvironmentVariable("OPML_TEST_POSTGRES") }.OfType<string>().Concat(debian).Concat(path)
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        var waiting = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false;Timeout=2");
                await connection.OpenAsync(cancellationToken);
                return;
            }
            catch (NpgsqlException exception)
            {
                if (waiting.Elapsed > TimeSpan.FromSeconds(60))
                    throw new InvalidOperationException($"The server does not start: {await File.ReadAllTextAsync(Path.Combine(_folder, "log"), cancellationToken)}", exception);
                await Task.Delay(20, cancellationToken);
            }
        }
    }

    private static async Task RunAsync(string[] words, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(words[0]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        foreach (string word in words[1..]) start.ArgumentList.Add(word);
        using Process process = Process.Start(start)!;
        var said = new StringBuilder();
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken), error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
            throw new InvalidOperationException(said.Append(CultureInfo.InvariantCulture, $"{words[0]}: exit code {process.ExitCode}. {await output}{await error}").ToString());
    }
}
