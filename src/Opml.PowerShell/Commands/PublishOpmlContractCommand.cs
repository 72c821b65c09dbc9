using System.Management.Automation;
using Opml.Dispute.Devnet;
using Opml.Dispute.Sessions;
using Opml.Ethereum.Keys;
using Opml.PowerShell.Completers;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Commands;

/// <summary>Puts the contracts on a chain.</summary>
[Cmdlet(VerbsData.Publish, "OpmlContract", DefaultParameterSetName = DevnetSet, SupportsShouldProcess = true)]
[OutputType(typeof(OpmlDeployment))]
public sealed class PublishOpmlContractCommand : AsyncOpmlCmdlet
{
    private const string DevnetSet = "Devnet";
    private const string RpcSet = "Rpc";

    /// <summary>A local node, as Start-OpmlDevnet returns it.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = DevnetSet)]
    [ArgumentCompleter(typeof(DevnetCompleter))]
    [ValidateNotNull]
    public AnvilDevnet Devnet { get; set; } = null!;

    /// <summary>JSON-RPC address of a node of any EVM chain.</summary>
    [Parameter(Mandatory = true, ParameterSetName = RpcSet)]
    [ArgumentCompleter(typeof(RpcUrlCompleter))]
    [ValidateNotNull]
    public Uri RpcUrl { get; set; } = null!;

    /// <summary>Who pays: an account of a local node (its first unless named), a SecureString, or a credential for a keystore file.</summary>
    [Parameter(ParameterSetName = DevnetSet)]
    [Parameter(Mandatory = true, ParameterSetName = RpcSet)]
    [ArgumentCompleter(typeof(AccountCompleter))]
    [AccountArgument]
    public AccountKey? Account { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Uri url = ParameterSetName == DevnetSet ? Devnet.RpcUrl : RpcUrl;
        if (!ShouldProcess(url.ToString(), "Deploy the contracts")) return;
        ForItem(url, () =>
        {
            AccountKey account = Account ?? AccountKey.From(Devnet.Accounts[0]);
            Await(async token =>
            {
                Work.Begin("deploying the contracts, and waiting until they are mined");
                using PrivateKey key = account.CreateKey();
                using OpmlNode node = await OpmlNode.ConnectAsync(url, key, cancellationToken: token).ConfigureAwait(false);
                OpmlDeployment deployment = await Moves.DeployAsync(node, url, token).ConfigureAwait(false);
                Post(() => WriteObject(deployment));
            });
        });
    }
}
