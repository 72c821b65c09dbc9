using System.Management.Automation;
using Opml.Dispute.Devnet;
using Opml.Dispute.Sessions;
using Opml.Ethereum.Keys;
using Opml.PowerShell.Completers;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Commands;

/// <summary>A cmdlet that sends transactions to deployed contracts.</summary>
public abstract class TransactionCmdlet : ChainCmdlet
{
    /// <summary>
    /// Who sends: an account of a local node, a SecureString, or a credential for a keystore file. On a local node that this
    /// process started, its first account unless named.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(AccountCompleter))]
    [AccountArgument]
    public AccountKey? Account { get; set; }

    /// <summary>Connects the account and does the work.</summary>
    private protected void WithNode(Func<OpmlNode, CancellationToken, Task> work)
    {
        AccountKey account = Account ?? DefaultAccount(Deployment.RpcUrl);
        Await(async token =>
        {
            Work.Begin("sending, and waiting until it is mined");
            using PrivateKey key = account.CreateKey();
            using OpmlNode node = await OpmlNode.ConnectAsync(Deployment.RpcUrl, key, Deployment.ChainId, token).ConfigureAwait(false);
            await work(node, token).ConfigureAwait(false);
        });
    }

    /// <summary>The first account of the local node at an address.</summary>
    /// <exception cref="PSArgumentException">It is not a local node of this process.</exception>
    internal static AccountKey DefaultAccount(Uri rpcUrl) => RunningDevnets.At(rpcUrl) is AnvilDevnet node
        ? AccountKey.From(node.Accounts[0])
        : throw new PSArgumentException($"No local node of this session is at {rpcUrl}: name the account that pays with -Account.");
}
