using System.Net;
using Opml.Dispute.Contracts;
using Opml.Node.Configuration;
using Opml.Node.Status;
using Opml.Node.Tests.Scene;

namespace Opml.Node.Tests.Telemetry;

/// <summary>What a node serves over HTTP.</summary>
public sealed class EndpointTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // The name at the endpoint, its type, and a sample that must be there with this value, if it is known.
    public static TheoryData<string, string, string?, double> Metrics => new()
    {
        { "opml_requests", "gauge", "status=\"posted\"", 1 },
        { "opml_results_total", "counter", "outcome=\"posted\"", 1 },
        { "opml_results_total", "counter", "outcome=\"struck_out\"", 0 },
        { "opml_games", "gauge", "state=\"own_clock\"", 0 },
        { "opml_games_ended_total", "counter", "outcome=\"lost_on_time\"", 0 },
        { "opml_run_steps_total", "counter", null, double.NaN },
        { "opml_run_duration_seconds", "histogram", null, double.NaN },
        { "opml_steps_rate", "gauge", null, double.NaN },
        { "opml_queue_depth", "gauge", "state=\"waiting\"", 0 },
        { "opml_gas_total", "counter", null, double.NaN },
        { "opml_gas_fees_ether_total", "counter", null, double.NaN },
        { "opml_balance_ether", "gauge", null, double.NaN },
        { "opml_bonds_at_stake_ether", "gauge", null, double.NaN },
        { "opml_bonds_won_ether_total", "counter", null, 0 },
        { "opml_bonds_lost_ether_total", "counter", null, 0 },
        { "opml_chain_height", "gauge", null, double.NaN },
        { "opml_chain_skew_seconds", "gauge", null, double.NaN },
        { "opml_rpc_up", "gauge", "endpoint=", 1 },
        { "opml_rpc_duration_seconds", "histogram", "outcome=\"answered\"", double.NaN },
        { "opml_ready", "gauge", null, 1 },
        { "opml_models", "gauge", null, 1 },
        { "opml_warnings_active", "gauge", null, 0 },
    };

    [Fact]
    public async Task Metrics_health_and_status_are_served()
    {
        await using World world = await World.MakeAsync();
        await using OpmlNodeHost node = await world.StartAsync(world.Options(NodeRole.Proposer) with { MetricsPort = 0 }, world.NextAccount());
        ulong request = await world.RequestAsync();
        await world.UntilStatusAsync(request, RequestStatus.Posted);
        await World.UntilAsync(() => node.Status is { Record.ResultsPosted: 1, QueueDepth: 0, AtStake.IsZero: false }, "the status to tell of it");
        Assert.Equal("127.0.0.1", node.Status.MetricsUrl!.Host);
        using var http = new HttpClient { BaseAddress = node.Status.MetricsUrl };

        (IReadOnlyDictionary<string, string> types, IReadOnlyList<ExpositionFormat.Sample> samples) = ExpositionFormat.Parse(await http.GetStringAsync("metrics", Token));
        foreach ((string name, string type, string? label, double value) in Metrics.Select(row => row.Data))
        {
            Assert.True(types.GetValueOrDefault(name) == type || types.GetValueOrDefault(name.Replace("_total", "", StringComparison.Ordinal)) == type, $"{name} is no {type} in: {string.Join(' ', types)}");
            ExpositionFormat.Sample[] found = [.. samples.Where(sample => (sample.Name == name || sample.Name == name + "_count") && (label is null || sample.Labels.Contains(label, StringComparison.Ordinal)))];
            Assert.True(found.Length > 0, $"There is no {name} {label}.");
            if (!double.IsNaN(value)) Assert.Equal(value, found[0].Value);
        }
        Assert.Contains("alive", await http.GetStringAsync("healthz", Token), StringComparison.Ordinal);
        Assert.Contains("ready", await http.GetStringAsync("readyz", Token), StringComparison.Ordinal);
        NodeStatus told = NodeJson.Read(await http.GetByteArrayAsync("status", Token));
        NodeStatus own = node.Status;
        Assert.Equal((own.Account, own.Contract, own.AtStake, own.Models[0]), (told.Account, told.Contract, told.AtStake, told.Models[0]));
        Assert.Equal(1, told.Requests[RequestStatus.Posted]);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await http.PostAsync("healthz", null, Token)).StatusCode);
    }

    [Fact]
    public async Task A_node_without_its_chain_is_alive_and_not_ready()
    {
        await using World world = await World.MakeAsync();
        await using var door = new Door(world.Devnet.RpcUrl);
        using var key = world.NextAccount().CreateKey();
        await using OpmlNodeHost node = OpmlNodeHost.Start(world.Options(NodeRole.Proposer) with { RpcUrls = [door.Url], MetricsPort = 0 }, key);
        using var http = new HttpClient { BaseAddress = node.Status.MetricsUrl };
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("healthz", Token)).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync("readyz", Token)).StatusCode);
        (_, IReadOnlyList<ExpositionFormat.Sample> samples) = ExpositionFormat.Parse(await http.GetStringAsync("metrics", Token));
        Assert.Equal(0, samples.Single(sample => sample.Name == "opml_ready").Value);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_an_error_that_says_so()
    {
        await using World world = await World.MakeAsync();
        await using OpmlNodeHost node = await world.StartAsync(world.Options(NodeRole.Proposer) with { MetricsPort = 0 }, world.NextAccount());
        using var key = world.NextAccount().CreateKey();
        var error = Assert.Throws<NodeConfigurationException>(() => OpmlNodeHost.Start(world.Options(NodeRole.Proposer) with { MetricsPort = node.Status.MetricsUrl!.Port }, key));
        Assert.Contains("Name another port", error.Message, StringComparison.Ordinal);
    }
}
