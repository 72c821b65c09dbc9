using System.Collections;
using Opml.Dispute.Devnet;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Completers;

/// <summary>Completes a local node to an expression for one that is running; its address will do to find it.</summary>
internal sealed class DevnetCompleter : SuggestionCompleter
{
    /// <summary>An expression for one of the running local nodes.</summary>
    public static string Expression(AnvilDevnet node) =>
        RunningDevnets.All.Count == 1 ? "(Get-OpmlDevnet)" : $"(Get-OpmlDevnet | Where-Object RpcUrl -EQ '{node.RpcUrl}')";

    /// <inheritdoc/>
    protected override IEnumerable<Suggestion> Suggest(IDictionary bound) =>
        from node in RunningDevnets.All
        orderby node.RpcUrl.Port
        select new Suggestion(Expression(node), node.RpcUrl.ToString(), $"the local node of chain {node.ChainId} at {node.RpcUrl}, process {node.ProcessId}");
}
