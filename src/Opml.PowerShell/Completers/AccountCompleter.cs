using System.Globalization;
using Opml.Dispute.Devnet;

namespace Opml.PowerShell.Completers;

/// <summary>Completes an account to an expression for one of a running local node's; an address will do to find it.</summary>
internal sealed class AccountCompleter : LocalAccountCompleter
{
    /// <inheritdoc/>
    protected override Suggestion Suggest(AnvilDevnet node, DevnetAccount account) => new(
        string.Create(CultureInfo.InvariantCulture, $"{DevnetCompleter.Expression(node)}.Accounts[{account.Index}]"),
        account.Address.ToString(),
        $"{account.Address}, account {account.Index} of the local node at {node.RpcUrl}");
}
