using System.Collections;
using System.Globalization;
using Opml.Dispute.Devnet;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Completers;

/// <summary>Completes an account to an expression for one of a running local node's; an address will do to find it.</summary>
internal sealed class AccountCompleter : SuggestionCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<Suggestion> Suggest(IDictionary bound)
    {
        IReadOnlyCollection<AnvilDevnet> nodes = RunningDevnets.All;
        Uri? chain = BoundArguments.Chain(bound);
        return
            from node in nodes
            where chain is null || node.RpcUrl == chain
            orderby node.RpcUrl.Port
            from account in node.Accounts
            let expression = nodes.Count == 1 ? "(Get-OpmlDevnet)" : $"(Get-OpmlDevnet | Where-Object RpcUrl -EQ '{node.RpcUrl}')"
            select new Suggestion(
                string.Create(CultureInfo.InvariantCulture, $"{expression}.Accounts[{account.Index}]"),
                account.Address.ToString(),
                $"{account.Address}, account {account.Index} of the local node at {node.RpcUrl}");
    }
}
