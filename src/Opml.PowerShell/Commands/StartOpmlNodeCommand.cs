using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Numerics;
using Opml.Dispute.Sessions;
using Opml.Ethereum;
using Opml.Ethereum.Keys;
using Opml.Mips.Trace;
using Opml.Node;
using Opml.Node.Configuration;
using Opml.Node.Status;
using Opml.PowerShell.Completers;
using Opml.PowerShell.Conversion;
using Opml.PowerShell.Jobs;

namespace Opml.PowerShell.Commands;

/// <summary>
/// Runs a node: answers requests, checks the answers of others, and sees every game through to its end, until it is stopped.
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "OpmlNode", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(NodeEvent), typeof(OpmlNodeJob))]
public sealed class StartOpmlNodeCommand : AsyncOpmlCmdlet
{
    private static readonly NodeLimits s_limits = new();
    private static readonly TimeSpan s_glance = TimeSpan.FromSeconds(1);

    /// <summary>The contracts: what Publish-OpmlContract returns, or the Deployment of any later stage's object.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [DeploymentArgument]
    public OpmlDeployment Deployment { get; set; } = null!;

    /// <summary>Folders with the models' manifests.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string[] ModelFolder { get; set; } = [];

    /// <summary>What the node does.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public NodeRole[] Role { get; set; } = [NodeRole.Proposer, NodeRole.Validator];

    /// <summary>JSON-RPC addresses of the chain; the deployment's own unless given.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RpcUrlCompleter))]
    [ValidateNotNullOrEmpty]
    public Uri[]? RpcUrl { get; set; }

    /// <summary>The oracle whose callbacks the node delivers; the deployment's own unless given.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AddressCompleter))]
    [AddressArgument]
    public Address? Oracle { get; set; }

    /// <summary>Who plays and pays.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AccountCompleter))]
    [AccountArgument]
    public AccountKey? Account { get; set; }

    /// <summary>The node's own file; one in the user's state folder unless given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? StorePath { get; set; }

    /// <summary>A PostgreSQL database in place of the file, for several nodes that are one player.</summary>
    [Parameter]
    [PostgresArgument]
    public PostgresConnection? Postgres { get; set; }

    /// <summary>Most bytes of memory for states of the kept runs.</summary>
    [Parameter]
    [ValidateRange(0L, long.MaxValue)]
    public long SnapshotMemory { get; set; } = SnapshotOptions.DefaultMemoryLimit;

    /// <summary>The folder for states beyond that; the store's unless given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SnapshotPath { get; set; }

    /// <summary>The most to pay for gas, in wei a gas.</summary>
    [Parameter]
    public BigInteger? MaxFeePerGas { get; set; }

    /// <summary>The highest bond to post a result with, in wei.</summary>
    [Parameter]
    public BigInteger? MaxProposerBond { get; set; }

    /// <summary>The highest bond to open a challenge with, in wei.</summary>
    [Parameter]
    public BigInteger? MaxChallengerBond { get; set; }

    /// <summary>The lowest fee to post a result for, in wei.</summary>
    [Parameter]
    public BigInteger MinFee { get; set; }

    /// <summary>The highest step limit of a model to work for.</summary>
    [Parameter]
    [ValidateRange(1UL, ulong.MaxValue)]
    public ulong MaxSteps { get; set; } = s_limits.MaxSteps;

    /// <summary>The part of a clock, in percent, that must be left over.</summary>
    [Parameter]
    [ValidateRange(0, 90)]
    public int SafetyMargin { get; set; } = s_limits.SafetyMarginPercent;

    /// <summary>The port for metrics and health on 127.0.0.1; 0 for a free one, none unless given.</summary>
    [Parameter]
    [ValidateRange(0, 65535)]
    public int? MetricsPort { get; set; }

    /// <summary>The pause between two looks at the chain.</summary>
    [Parameter]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Runs the node as a job of this session, and returns the job.</summary>
    [Parameter]
    public SwitchParameter AsJob { get; set; }

    /// <inheritdoc/>
    private protected override bool ShowsOwnProgress => true;

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForItem(Deployment, () =>
    {
        AccountKey account = Account ?? TransactionCmdlet.DefaultAccount(Deployment.RpcUrl);
        NodeOptions options = Options();
        if (!ShouldProcess($"the contract {Deployment.Contract} as {string.Join(" and ", Role)}, with {account}: bonds are paid, and can be lost", "Run a node")) return;
        if (AsJob) StartJob(options, account);
        else RunHere(options, account);
    });

    private NodeOptions Options() => new()
    {
        RpcUrls = RpcUrl is { } urls ? [.. urls] : [Deployment.RpcUrl],
        Contract = Deployment.Contract,
        Oracle = Oracle ?? Deployment.Oracle,
        ChainId = Deployment.ChainId,
        FromBlock = Deployment.Block,
        Roles = [.. Role.Distinct()],
        ModelFolders = [.. ModelFolder.Select(Paths.Existing)],
        StorePath = StorePath is null ? null : Paths.ForOutput(StorePath),
        Postgres = Postgres,
        SnapshotMemory = SnapshotMemory,
        SnapshotFolder = SnapshotPath is null ? null : Paths.Existing(SnapshotPath),
        PollInterval = PollInterval,
        MetricsPort = MetricsPort,
        Limits = s_limits with
        {
            MaxFeePerGas = MaxFeePerGas,
            MaxProposerBond = MaxProposerBond,
            MaxChallengerBond = MaxChallengerBond,
            MinFee = MinFee,
            MaxSteps = MaxSteps,
            SafetyMarginPercent = SafetyMargin,
        },
    };

    private void StartJob(NodeOptions options, AccountKey account)
    {
        var job = new OpmlNodeJob(MyInvocation.Line.Trim(), $"{Deployment.RpcUrl.Authority}");
        RunningNodes.Add(job.Start(options, account), Runspace.DefaultRunspace.InstanceId);
        JobRepository.Add(job);
        Emit(job);
    }

    private void RunHere(NodeOptions options, AccountKey account)
    {
        Guid runspace = Runspace.DefaultRunspace.InstanceId;
        Await(async token =>
        {
            using PrivateKey key = account.CreateKey();
            await using OpmlNodeHost node = OpmlNodeHost.Start(options, key, Tell);
            RunningNodes.Add(node, runspace);
            while (!node.Completion.IsCompleted)
            {
                NodeStatus status = node.Status;
                Post(() => WriteProgress(NodeProgress.Of(status, isDone: false)));
                await Task.WhenAny(node.Completion, Task.Delay(s_glance, token)).ConfigureAwait(false);
                if (token.IsCancellationRequested) break;
            }
            await node.StopAsync().ConfigureAwait(false);
            Post(() => WriteProgress(NodeProgress.Of(node.Status, isDone: true)));
            if (node.Completion.IsFaulted) await node.Completion.ConfigureAwait(false);
        });
    }

    private void Tell(NodeEvent happened) => Post(() =>
    {
        switch (happened.Kind)
        {
            case NodeEventKind.Move:
                WriteVerbose(happened.Message);
                break;
            case NodeEventKind.Warning:
                WriteWarning(happened.Message);
                break;
            default:
                WriteObject(happened);
                break;
        }
    });
}
