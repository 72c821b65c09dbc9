using System.Diagnostics;
using System.Text.Json;
using Opml.Dispute.Devnet;
using Opml.Ethereum;
using Opml.FaultProxy;

namespace Opml.Soak;

/// <summary>A node as a service, behind two endpoints that fail in ways of their own; killed and started again as one likes.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    private readonly string _config;
    private readonly string _log;
    private readonly DevnetAccount _account;
    private readonly FaultyNode[] _endpoints;
    private Process? _process;

    public NodeProcess(string folder, int number, DevnetAccount account, Address contract, string modelFolder, Uri chain, Random random)
    {
        _account = account;
        _log = Path.Join(folder, $"node-{number}.log");
        _config = Path.Join(folder, $"node-{number}.json");
        _endpoints = [FaultyNode.Start(chain, Faults(), random.Next()), FaultyNode.Start(chain, Faults(), random.Next())];
        File.WriteAllText(_config, JsonSerializer.Serialize(new
        {
            RpcUrls = _endpoints.Select(endpoint => endpoint.Url.ToString()),
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
