using System.Collections;
using System.Globalization;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Completers;

/// <summary>Completes an account to an expression for one of a running local node's; an address will do to find it.</summary>
internal sealed class AccountCompleter : SuggestionCompleter
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
            select new Suggestion(
                string.Create(CultureInfo.InvariantCulture, $"{DevnetCompleter.Expression(node)}.Accounts[{account.Index}]"),
                account.Address.ToString(),
                $"{account.Address}, account {account.Index} of the local node at {node.RpcUrl}");
    }
}
