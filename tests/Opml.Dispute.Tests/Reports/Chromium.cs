using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Opml.Dispute.Tests.Reports;

/// <summary>A headless Chromium with a profile of its own, driven over its DevTools protocol; it ends with the object.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] s_places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly string _profile;
    private readonly ClientWebSocket _socket = new();
    private readonly List<JsonNode> _events = [];
    private int _last;

    private Chromium(Process process, string profile) => (_process, _profile) = (process, profile);

    /// <summary>What the browser has told of by itself.</summary>
    public IReadOnlyList<JsonNode> Events => _events;

    /// <summary>The program; null where there is none.</summary>
    public static string? Program => s_places.FirstOrDefault(File.Exists);

    public static async Task<Chromium> StartAsync(CancellationToken cancellationToken)
    {
        string profile = Directory.CreateTempSubdirectory("opml-chromium-").FullName;
        var start = new ProcessStartInfo(Program!,
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--remote-debugging-port=0", $"--user-data-dir={profile}", "about:blank",
        ])
        { RedirectStandardError = true, RedirectStandardOutput = true };
        var browser = new Chromium(Process.Start(start)!, profile);
        try
        {
            await browser.ConnectAsync(cancellationToken);
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>Calls a method of the protocol.</summary>
    public async Task<JsonNode> CallAsync(string method, object? parameters, CancellationToken cancellationToken)
    {
        int id = ++_last;
        byte[] message = JsonSerializer.SerializeToUtf8Bytes(new { id, method, @params = parameters ?? new { } });
        await _socket.SendAsync(message, WebSocketMessageType.Text, true, cancellationToken);
        while (true)
        {
            JsonNode answer = await ReceiveAsync(cancellationToken);
            if ((int?)answer["id"] != id)
            {
                _events.Add(answer);
                continue;
            }
            Assert.True(answer["error"] is null, $"{method}: {answer["error"]}");
            return answer["result"]!;
        }
    }

    /// <summary>The value of an expression in the page.</summary>
    public async Task<JsonNode?> EvaluateAsync(string expression, CancellationToken cancellationToken) =>
        (await CallAsync("Runtime.evaluate", new { expression, returnByValue = true }, cancellationToken))["result"]!["value"];

    /// <summary>Opens a file in a window of some width, and waits until it is all there.</summary>
    public async Task OpenAsync(string path, int width, CancellationToken cancellationToken)
    {
        await CallAsync("Emulation.setDeviceMetricsOverride", new { width, height = 800, deviceScaleFactor = 1, mobile = width < 600 }, cancellationToken);
        await CallAsync("Page.navigate", new { url = new Uri(path).AbsoluteUri }, cancellationToken);
        while ((string?)await EvaluateAsync("location.protocol + document.readyState", cancellationToken) != "file:complete")
            await Task.Delay(50, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        try
        {
            Directory.Delete(_profile, true);
        }
        catch (IOException)
        {
            // A child that is still going down wrote once more; the system's temporary folder is cleared in time.
        }
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        _ = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        _ = _process.StandardError.ReadToEndAsync(CancellationToken.None);
        string port = Path.Join(_profile, "DevToolsActivePort");
        var waited = Stopwatch.StartNew();
        while (!File.Exists(port) || (await File.ReadAllLinesAsync(port, cancellationToken)).Length < 2)
        {
            Assert.False(_process.HasExited, "Chromium ended by itself.");
            Assert.True(waited.Elapsed < s_patience, "Chromium did not open its DevTools port.");
            await Task.Delay(50, cancellationToken);
        }
        string number = (await File.ReadAllLinesAsync(port, cancellationToken))[0];
        using var http = new HttpClient();
        JsonNode? page = null;
        while (page is null)
        {
            Assert.True(waited.Elapsed < s_patience, "Chromium has no page.");
            JsonArray targets = JsonNode.Parse(await http.GetStringAsync(new Uri($"http://127.0.0.1:{number}/json"), cancellationToken))!.AsArray();
            page = targets.FirstOrDefault(target => (string?)target!["type"] == "page");
        }
        await _socket.ConnectAsync(new Uri((string)page["webSocketDebuggerUrl"]!), cancellationToken);
        foreach (string domain in new[] { "Page", "Runtime", "Log", "Network" }) await CallAsync($"{domain}.enable", null, cancellationToken);
    }

    private async Task<JsonNode> ReceiveAsync(CancellationToken cancellationToken)
    {
        using var text = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        WebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer, cancellationToken);
            text.Write(buffer.AsSpan(0, part.Count));
        }
        while (!part.EndOfMessage);
        return JsonNode.Parse(text.ToArray())!;
    }
}
