using Opml.Dispute.Devnet;
using Opml.Ethereum.Accounts;
using Opml.Ethereum.Pool;
using Opml.Ethereum.Rpc;
using Opml.FaultProxy;

namespace Opml.Ethereum.Tests.Pool;

/// <summary>A local node, some proxies in front of it, and a pool of these.</summary>
internal sealed class PoolScene : IAsyncDisposable
{
    /// <summary>Creation code of a contract that logs its call data under one topic.</summary>
    private static readonly byte[] s_echo = Hex.Parse("0x602980600" + "95f395ff3" + "365f5f377f" + new string('1', 64) + "365fa100");

    private readonly List<FaultyNode> _nodes = [];
    private readonly List<EndpointChange> _changes = [];

    private PoolScene(AnvilDevnet devnet)
    {
        Devnet = devnet;
        Direct = devnet.CreateClient();
    }

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static Hash32 Topic { get; } = Hash32.Parse(new string('1', 64));

    public AnvilDevnet Devnet { get; }

    /// <summary>The node without any proxy: what is true.</summary>
    public HttpEthereumClient Direct { get; }

    public IReadOnlyList<FaultyNode> Nodes => _nodes;

    public EndpointPool Pool { get; private set; } = null!;

    public Address Echo { get; private set; }

    public LogFilter Filter => new() { Addresses = [Echo], Topics = [[Topic]] };

    public IReadOnlyList<EndpointChange> Changes
    {
        get
        {
            lock (_changes)
                return [.. _changes];
        }
    }

    public static async Task<PoolScene> SetAsync(EndpointPoolOptions? options = null, params FaultPlan[] plans)
    {
        var scene = new PoolScene(await AnvilDevnet.StartAsync(cancellationToken: Cancel));
        using (var sender = await TransactionSender.CreateAsync(scene.Direct, scene.Devnet.Accounts[0].CreateKey(), cancellationToken: Cancel))
        {
            scene.Echo = (await sender.SendAsync(new TransactionRequest { Data = s_echo }, Cancel)).ContractAddress!.Value;
            for (byte i = 1; i <= 5; i++)
            {
                await sender.SendAsync(new TransactionRequest { To = scene.Echo, Data = [i] }, Cancel);
                await scene.Devnet.MineAsync(4, Cancel);
            }
        }

        foreach (var plan in plans)
            scene._nodes.Add(FaultyNode.Start(scene.Devnet.RpcUrl, plan, seed: scene._nodes.Count + 1));
        scene.Pool = new EndpointPool(scene._nodes.Select(node => node.Url), (options ?? Quick) with { OnChange = scene.Note });
        return scene;
    }

    /// <summary>Pauses as short as a test can bear; checks only where the test asks for them.</summary>
    public static EndpointPoolOptions Quick { get; } = new()
    {
        FirstPause = TimeSpan.FromMilliseconds(5),
        LongestPause = TimeSpan.FromMilliseconds(50),
        Patience = TimeSpan.FromSeconds(20),
        CheckInterval = TimeSpan.FromHours(1),
        Rpc = new JsonRpcOptions { Timeout = TimeSpan.FromSeconds(5) },
    };

    public async ValueTask DisposeAsync()
    {
        Pool?.Dispose();
        foreach (var node in _nodes)
            await node.DisposeAsync();
        Direct.Dispose();
        await Devnet.DisposeAsync();
    }

    private void Note(EndpointChange change)
    {
        lock (_changes)
            _changes.Add(change);
    }
}
