using System.Collections;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Completers;

/// <summary>Completes a node's address to that of a running local node.</summary>
internal sealed class RpcUrlCompleter : SuggestionCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<Suggestion> Suggest(IDictionary bound) =>
        from node in RunningDevnets.All
        orderby node.RpcUrl.Port
        select new Suggestion(node.RpcUrl.ToString(), node.RpcUrl.ToString(), $"the local node of chain {node.ChainId}, process {node.ProcessId}");
}
