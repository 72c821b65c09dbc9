using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Opml.Node.Configuration;

namespace Opml.Node.Tests.Scene;

/// <summary>A node as a service, in a process of its own, which ends with this one.</summary>
internal sealed class ServiceProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _said = new();

    private ServiceProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>As everybody on the machine can read it; empty where there is no /proc.</summary>
    public string CommandLine => File.Exists($"/proc/{_process.Id}/cmdline") ? File.ReadAllText($"/proc/{_process.Id}/cmdline") : "";

    /// <summary>All that it wrote.</summary>
    public string Said
    {
        get
        {
            lock (_said) return _said.ToString();
        }
    }

    /// <summary>Starts the service.</summary>
    /// <param name="config">The configuration file; none where null.</param>
    /// <param name="environment">What is in its environment besides.</param>
    /// <param name="args">The command line besides.</param>
    public static ServiceProcess Start(string? config, IReadOnlyDictionary<string, string>? environment = null, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Join(AppContext.BaseDirectory, "opml-node.dll"));
        start.ArgumentList.Add("--until-input-closes");
        if (config is not null)
        {
            start.ArgumentList.Add("--config");
            start.ArgumentList.Add(config);
        }
        foreach (string arg in args) start.ArgumentList.Add(arg);
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        return new ServiceProcess(Process.Start(start)!);
    }

    /// <summary>Writes the file that says to the service what the options say.</summary>
    public static string WriteConfig(string folder, NodeOptions options)
    {
        string path = Path.Join(folder, $"{Guid.NewGuid():n}.json");
        var settings = new
        {
            RpcUrls = options.RpcUrls.Select(url => url.ToString()),
            Contract = options.Contract.ToString(),
            Roles = options.Roles.Select(role => role.ToString()),
            options.ModelFolders,
            Store = options.StorePath,
            PollSeconds = options.PollInterval.TotalSeconds,
            HousekeepingSeconds = options.HousekeepingInterval.TotalSeconds,
            options.MetricsPort,
            Limits = new { MinFreeDiskMiB = 0, MaxClockSkewSeconds = 1e8 },
        };
        File.WriteAllText(path, JsonSerializer.Serialize(settings));
        return path;
    }

    /// <summary>SIGKILL, where there are signals.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>SIGTERM.</summary>
    public void Terminate() => Process.Start("kill", ["-TERM", $"{_process.Id}"]).WaitForExit();

    public async Task<int> ExitCodeAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(3));
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    private void Note(string? line)
    {
        lock (_said) _said.AppendLine(line);
    }
}
