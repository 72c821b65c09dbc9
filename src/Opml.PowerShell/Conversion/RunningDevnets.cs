using System.Collections.Concurrent;
using Opml.Dispute.Devnet;

namespace Opml.PowerShell.Conversion;

/// <summary>The local nodes that this process started and has not stopped. Safe from any runspace.</summary>
internal static class RunningDevnets
{
    private static readonly ConcurrentDictionary<Uri, AnvilDevnet> s_nodes = new();

    public static IReadOnlyCollection<AnvilDevnet> All => [.. s_nodes.Values];

    /// <summary>The local node at an address; null for any other chain.</summary>
    public static AnvilDevnet? At(Uri rpcUrl) => s_nodes.GetValueOrDefault(rpcUrl);

    public static void Add(AnvilDevnet node)
    {
        s_nodes[node.RpcUrl] = node;
        _ = ForgetAsync(node);
    }

    public static async Task StopAsync(AnvilDevnet node)
    {
        s_nodes.TryRemove(node.RpcUrl, out _);
        await node.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task ForgetAsync(AnvilDevnet node)
    {
        await node.Ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        s_nodes.TryRemove(new KeyValuePair<Uri, AnvilDevnet>(node.RpcUrl, node));
    }
}
