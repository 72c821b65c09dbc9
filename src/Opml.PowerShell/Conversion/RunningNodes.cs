using System.Collections.Concurrent;
using Opml.Node;

namespace Opml.PowerShell.Conversion;

/// <summary>The nodes that this process runs. Safe from any runspace.</summary>
internal static class RunningNodes
{
    private static readonly ConcurrentDictionary<Guid, OpmlNodeHost> s_nodes = new();

    public static IReadOnlyCollection<OpmlNodeHost> All => [.. s_nodes.Values];

    public static OpmlNodeHost? Find(Guid id) => s_nodes.GetValueOrDefault(id);

    /// <summary>Notes a node, which ends with the module of a runspace at the latest.</summary>
    public static void Add(OpmlNodeHost node, Guid runspace)
    {
        s_nodes[node.Id] = node;
        RunspaceEnd.Add(node.Id, runspace, node.StopAsync);
        _ = ForgetAsync(node);
    }

    private static async Task ForgetAsync(OpmlNodeHost node)
    {
        await node.Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        s_nodes.TryRemove(node.Id, out _);
        RunspaceEnd.Forget(node.Id);
    }
}
