using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Opml.Dispute.Contracts;
using Opml.Node.Configuration;
using Opml.Node.Tests.Scene;

namespace Opml.Node.Tests.Telemetry;

/// <summary>A collector that speaks OTLP over HTTP, named by OpenTelemetry's own variables.</summary>
public sealed class CollectorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Runs_and_moves_go_to_it_as_traces_and_the_metrics_with_them()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no SIGTERM on Windows.");
        using HttpListener collector = Open(out string url);
        var received = new ConcurrentQueue<(string Path, string Body)>();
        Task collecting = CollectAsync(collector, received);
        await using World world = await World.MakeAsync();
        string config = ServiceProcess.WriteConfig(world.Folder, world.Options(NodeRole.Proposer));
        using (ServiceProcess service = ServiceProcess.Start(config, new Dictionary<string, string>
        {
            ["OPML_PRIVATE_KEY"] = world.NextAccount().KeyDigits,
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = url,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        }))
        {
            ulong request = await world.RequestAsync();
            await world.UntilStatusAsync(request, RequestStatus.Posted);
            service.Terminate();
            Assert.Equal(0, await service.ExitCodeAsync());
        }
        collector.Stop();
        await collecting;
        string traces = string.Concat(received.Where(sent => sent.Path == "/v1/traces").Select(sent => sent.Body));
        foreach (string name in new[] { "opml-node", "opml.run", "opml.move", "post a result for request 1" }) Assert.Contains(name, traces, StringComparison.Ordinal);
        Assert.Contains(received, sent => sent.Path == "/v1/metrics" && sent.Body.Contains("opml.run.steps", StringComparison.Ordinal));
    }

    private static HttpListener Open(out string url)
    {
        for (int tries = 0; ; tries++)
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            url = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
            probe.Stop();
            var listener = new HttpListener { Prefixes = { url } };
            try
            {
                listener.Start();
                return listener;
            }
            catch (HttpListenerException) when (tries < 10)
            {
                // Somebody was faster with that port.
            }
        }
    }

    private static async Task CollectAsync(HttpListener collector, ConcurrentQueue<(string Path, string Body)> received)
    {
        try
        {
            while (true)
            {
                HttpListenerContext context = await collector.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body, Token);
                received.Enqueue((context.Request.Url!.AbsolutePath, Encoding.Latin1.GetString(body.ToArray())));
                context.Response.ContentType = "application/x-protobuf";
                context.Response.Close();
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // Stopped.
        }
    }
}
