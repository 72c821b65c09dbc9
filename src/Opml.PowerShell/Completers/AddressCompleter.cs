using System.Collections;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Completers;

/// <summary>Completes an address to that of an account of a running local node.</summary>
internal sealed class AddressCompleter : SuggestionCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<Suggestion> Suggest(IDictionary bound)
    {
        Uri? chain = BoundArguments.Chain(bound);
        return
            from node in RunningDevnets.All
            where chain is null || node.RpcUrl == chain
            orderby node.RpcUrl.Port
            from account in node.Accounts
            let address = account.Address.ToString()
            select new Suggestion(address, address, $"account {account.Index} of the local node at {node.RpcUrl}");
    }
}
