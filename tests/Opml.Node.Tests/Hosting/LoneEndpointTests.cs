using Opml.Dispute.Devnet;
using Opml.Dispute.Players.Faults;
using Opml.FaultProxy;
using Opml.Node.Configuration;
using Opml.Node.Tests.Scene;
using RpcFault = Opml.FaultProxy.FaultKind;

namespace Opml.Node.Tests.Hosting;

/// <summary>A node with a single address does not believe all that it is told there.</summary>
public sealed class LoneEndpointTests
{
    [Fact]
    public async Task A_validator_whose_only_endpoint_hides_logs_finds_the_false_result_all_the_same()
    {
        await using World world = await World.MakeAsync();
        DevnetAccount account = world.NextAccount();
        await using FaultyNode hiding = FaultyNode.Start(world.Devnet.RpcUrl, FaultPlan.Of((RpcFault.HideLogs, 0.3)), seed: 1);
        await world.SeatLiarAsync(proposes: true, new Fault { Kind = Dispute.Players.Faults.FaultKind.Register });
        await using OpmlNodeHost node = await world.StartAsync(world.Options(NodeRole.Validator) with { RpcUrls = [hiding.Url] }, account);
        for (int request = 0; request < 3; request++) await world.RequestAsync();
        await World.UntilAsync(() => node.Status.Record.GamesWon == 3, "three games to be won");
        Assert.Contains(hiding.Faults, fault => fault.Kind == RpcFault.HideLogs);
        Assert.Contains("bloom filter", Assert.Single(node.Status.Endpoints).LastError, StringComparison.Ordinal);
    }
}
