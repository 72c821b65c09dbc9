using System.Collections.Concurrent;
using Opml.Node;

namespace Opml.PowerShell.Conversion;

/// <summary>The nodes that this process runs. Safe from any runspace.</summary>
internal static class RunningNodes
{
    private static readonly ConcurrentDictionary<Guid, (OpmlNodeHost Node, Guid Runspace)> s_nodes = new();

    public static IReadOnlyCollection<OpmlNodeHost> All => [.. s_nodes.Values.Select(entry => entry.Node)];

    /// <summary>The nodes that a runspace started.</summary>
    public static IReadOnlyCollection<OpmlNodeHost> Of(Guid runspace) =>
        [.. s_nodes.Values.Where(entry => entry.Runspace == runspace).Select(entry => entry.Node)];

    public static OpmlNodeHost? Find(Guid id) => s_nodes.TryGetValue(id, out var entry) ? entry.Node : null;

    public static void Add(OpmlNodeHost node, Guid runspace)
    {
        s_nodes[node.Id] = (node, runspace);
        _ = ForgetAsync(node);
    }

    private static async Task ForgetAsync(OpmlNodeHost node)
    {
        await node.Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        s_nodes.TryRemove(node.Id, out _);
    }
}
