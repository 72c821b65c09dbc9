using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Opml.Dispute.Players;

namespace Opml.Node.Telemetry;

/// <summary>
/// Where metrics and traces go: metrics to a Prometheus endpoint, where a port is given; both to an OTLP collector, where the
/// standard OTEL_EXPORTER_OTLP_… variables name one.
/// </summary>
internal sealed class NodeExport : IDisposable
{
    private readonly MeterProvider? _metrics;
    private readonly TracerProvider? _traces;

    /// <param name="meterName">The node's meter.</param>
    /// <param name="account">Tells nodes apart.</param>
    /// <param name="prometheus">Where /metrics is served; null where it is not.</param>
    public NodeExport(string meterName, string account, (string Host, int Port)? prometheus)
    {
        bool hasCollector = HasCollector("METRICS"), hasTraceCollector = HasCollector("TRACES");
        ResourceBuilder resource = ResourceBuilder.CreateDefault()
            .AddService("opml-node", serviceVersion: typeof(NodeExport).Assembly.GetName().Version?.ToString(3), serviceInstanceId: account)
            .AddEnvironmentVariableDetector();
        if (prometheus is not null || hasCollector)
        {
            MeterProviderBuilder builder = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(meterName, "System.Runtime");
            if (prometheus is var (host, port))
            {
                builder.AddPrometheusHttpListener(options =>
                {
                    options.Host = host;
                    options.Port = port;
                });
            }
            if (hasCollector) builder.AddOtlpExporter();
            _metrics = builder.Build();
        }
        if (hasTraceCollector)
            _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(PlayerActivity.SourceName).AddOtlpExporter().Build();
    }

    public void Dispose()
    {
        _metrics?.Dispose();
        _traces?.Dispose();
    }

    private static bool HasCollector(string signal) =>
        !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT"))
        || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable($"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"));
}
