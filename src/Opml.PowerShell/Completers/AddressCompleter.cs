using Opml.Dispute.Devnet;

namespace Opml.PowerShell.Completers;

/// <summary>Completes an address to that of an account of a running local node.</summary>
internal sealed class AddressCompleter : LocalAccountCompleter
{
    /// <inheritdoc/>
    protected override Suggestion Suggest(AnvilDevnet node, DevnetAccount account)
    {
        string address = account.Address.ToString();
        return new Suggestion(address, address, $"account {account.Index} of the local node at {node.RpcUrl}");
    }
}
