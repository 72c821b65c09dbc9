using System.Collections.Concurrent;
using Opml.Dispute.Devnet;

namespace Opml.PowerShell.Conversion;

/// <summary>The local nodes that this process started and has not stopped. Safe from any runspace.</summary>
internal static class RunningDevnets
{
    private static readonly ConcurrentDictionary<Uri, (AnvilDevnet Node, Guid Runspace)> s_nodes = new();

    public static IReadOnlyCollection<AnvilDevnet> All => [.. s_nodes.Values.Select(entry => entry.Node)];

    /// <summary>The nodes that a runspace started.</summary>
    public static IReadOnlyCollection<AnvilDevnet> Of(Guid runspace) =>
        [.. s_nodes.Values.Where(entry => entry.Runspace == runspace).Select(entry => entry.Node)];

    /// <summary>The local node at an address; null for any other chain.</summary>
    public static AnvilDevnet? At(Uri rpcUrl) => s_nodes.TryGetValue(rpcUrl, out var entry) ? entry.Node : null;

    public static void Add(AnvilDevnet node, Guid runspace)
    {
        s_nodes[node.RpcUrl] = (node, runspace);
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
        if (s_nodes.TryGetValue(node.RpcUrl, out var entry) && entry.Node == node)
            s_nodes.TryRemove(new(node.RpcUrl, entry));
    }
}
