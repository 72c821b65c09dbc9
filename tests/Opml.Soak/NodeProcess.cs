using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Opml.Dispute.Devnet;
using Opml.Ethereum;
using Opml.FaultProxy;
using Opml.Node.Status;

namespace Opml.Soak;

/// <summary>A node as a service, behind two endpoints that fail in ways of their own; killed and started again as one likes.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    private readonly string _config;
    private readonly string _log;
    private readonly DevnetAccount _account;
    private readonly FaultyNode[] _endpoints;
    private readonly int _port;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(5) };
    private Process? _process;

    public NodeProcess(string folder, int number, DevnetAccount account, Address contract, string modelFolder, Uri chain, Random random, bool isFaulty = true)
    {
        _account = account;
        _log = Path.Join(folder, $"node-{number}.log");
        _config = Path.Join(folder, $"node-{number}.json");
        _endpoints = isFaulty ? [FaultyNode.Start(chain, Faults(), random.Next()), FaultyNode.Start(chain, Faults(), random.Next())] : [];
        _port = FreePort();
        File.WriteAllText(_config, JsonSerializer.Serialize(new
        {
            RpcUrls = isFaulty ? _endpoints.Select(endpoint => endpoint.Url.ToString()) : [chain.ToString()],
            MetricsPort = _port,
            Contract = contract.ToString(),
            ModelFolders = new[] { modelFolder },
            Store = Path.Join(folder, $"node-{number}.db"),
            PollSeconds = 0.2,
            Limits = new { MinFreeDiskMiB = 0, MaxClockSkewSeconds = 100000 },
        }));
    }

    public Address Address => _account.Address;

    public bool IsRunning => _process is { HasExited: false };

    public int InjectedFaults => _endpoints.Sum(endpoint => endpoint.Faults.Length);

    public int Kills { get; private set; }

    /// <summary>How the process ended where nobody killed it; null where it did not.</summary>
    public int? EndedByItself => _process is { HasExited: true } ended ? ended.ExitCode : null;

    /// <summary>Processor time that the process has used.</summary>
    public TimeSpan Processor => Refreshed?.TotalProcessorTime ?? TimeSpan.Zero;

    /// <summary>Bytes that it has in memory.</summary>
    public long Memory => Refreshed?.WorkingSet64 ?? 0;

    private Process? Refreshed
    {
        get
        {
            if (_process is not { HasExited: false } process) return null;
            process.Refresh();
            return process;
        }
    }

    /// <summary>What it says of itself; null where it does not answer.</summary>
    public async Task<NodeStatus?> StatusAsync()
    {
        try
        {
            return NodeJson.Read(await _http.GetByteArrayAsync($"http://127.0.0.1:{_port}/status"));
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    public void Start()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Join(AppContext.BaseDirectory, "opml-node.dll"));
        start.ArgumentList.Add("--until-input-closes");
        start.ArgumentList.Add("--config");
        start.ArgumentList.Add(_config);
        start.Environment["OPML_PRIVATE_KEY"] = _account.KeyDigits;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>SIGKILL, where there are signals.</summary>
    public async Task KillAsync()
    {
        if (_process is null) return;
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
        Kills++;
        Note("killed");
    }

    /// <summary>From now on the endpoints do as they should.</summary>
    public void Mend()
    {
        foreach (FaultyNode endpoint in _endpoints) endpoint.Plan = FaultPlan.None;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        foreach (FaultyNode endpoint in _endpoints) await endpoint.DisposeAsync();
        _http.Dispose();
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static FaultPlan Faults() => FaultPlan.Of(
        (FaultKind.Drop, 0.01),
        (FaultKind.LoseAnswer, 0.01),
        (FaultKind.LoseSend, 0.02),
        (FaultKind.Delay, 0.05),
        (FaultKind.Duplicate, 0.01),
        (FaultKind.Reorder, 0.01),
        (FaultKind.ServerError, 0.01),
        (FaultKind.RateLimit, 0.005),
        (FaultKind.RpcError, 0.01),
        (FaultKind.Truncate, 0.01),
        (FaultKind.Stale, 0.005)) with
    {
        MaxDelay = TimeSpan.FromMilliseconds(300),
    };

    private void Note(string? line)
    {
        if (line is null) return;
        lock (_endpoints) File.AppendAllText(_log, line + Environment.NewLine);
    }
}
