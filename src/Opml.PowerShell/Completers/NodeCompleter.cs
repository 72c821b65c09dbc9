using System.Collections;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Completers;

/// <summary>Completes a node to an expression for one that this process runs.</summary>
internal sealed class NodeCompleter : SuggestionCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<Suggestion> Suggest(IDictionary bound)
    {
        IReadOnlyCollection<Node.OpmlNodeHost> nodes = RunningNodes.All;
        return nodes.Select(node => new Suggestion(
            nodes.Count == 1 ? "(Get-OpmlNode)" : $"(Get-OpmlNode | Where-Object Id -EQ '{node.Id}')", node.Id.ToString(), $"the node {node.Id}"));
    }
}
