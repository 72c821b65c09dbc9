using System.Collections;
using Opml.Dispute.Devnet;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Completers;

/// <summary>Completes to something of each account of the running local nodes, or of the one that the command is for.</summary>
internal abstract class LocalAccountCompleter : SuggestionCompleter
{
    /// <inheritdoc/>
    protected sealed override IEnumerable<Suggestion> Suggest(IDictionary bound)
    {
        Uri? chain = BoundArguments.Chain(bound);
        return
            from node in RunningDevnets.All
            where chain is null || node.RpcUrl == chain
            orderby node.RpcUrl.Port
            from account in node.Accounts
            select Suggest(node, account);
    }

    /// <summary>The suggestion for one account.</summary>
    protected abstract Suggestion Suggest(AnvilDevnet node, DevnetAccount account);
}
