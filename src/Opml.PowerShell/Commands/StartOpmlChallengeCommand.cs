using System.Management.Automation;
using Opml.Dispute.Devnet;
using Opml.Dispute.Game;
using Opml.Dispute.Players.Faults;
using Opml.Dispute.Sessions;
using Opml.Ethereum.Keys;
using Opml.Mips.Image;
using Opml.Mips.Trace;
using Opml.PowerShell.Completers;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Commands;

/// <summary>
/// Plays a whole dispute: a request, a proposer who lies, a challenger who notices, the bisection, the one step that the
/// chain executes, and the slashing.
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "OpmlChallenge", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(DisputeEvent), typeof(OpmlDeployment), typeof(RegisteredModel), typeof(InferenceRequest), typeof(PostedResult), typeof(OpenedChallenge), typeof(DisputeRound), typeof(ArbitratedStep), typeof(FinalResult), typeof(DisputeOutcome))]
public sealed class StartOpmlChallengeCommand : AsyncOpmlCmdlet, IDynamicParameters
{
    private const string PathSet = "Path";
    private const string BytesSet = "Bytes";

    private readonly TermsParameters _terms = new();

    /// <summary>The program: an image object, or the path of a flat image or ELF file.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ImageArgument]
    public MipsImage Image { get; set; } = null!;

    /// <summary>The model: a path, bytes, or what ConvertTo-Ggml returns.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ModelArgument]
    public ModelBytes Model { get; set; } = null!;

    /// <summary>The file with the input.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string InputPath { get; set; } = null!;

    /// <summary>The input's bytes.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = BytesSet)]
    [InputBytesArgument]
    public InputBytes[] InputObject { get; set; } = [];

    /// <summary>What the proposer does wrong.</summary>
    [Parameter]
    public FaultKind Fault { get; set; } = FaultKind.Register;

    /// <summary>
    /// The step after which a register or memory word is flipped, or the number of steps that is claimed. The middle of the
    /// run, and half as many steps again, unless given; past the end means the last step.
    /// </summary>
    [Parameter]
    [ValidateRange(1UL, ulong.MaxValue)]
    public ulong? FaultStep { get; set; }

    /// <summary>The register, 1 to 31, whose lowest bit a Register fault flips; 26 is $k0, which programs leave alone.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RegisterCompleter))]
    [ValidateRange(1, 31)]
    public int FaultRegister { get; set; } = new Fault().Register;

    /// <summary>The round, from 1, in which garbage, lateness or silence begins.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int FaultRound { get; set; } = 1;

    /// <summary>Has the proposer tell the truth, and the challenger commit the fault: it disputes an honest result.</summary>
    [Parameter]
    public SwitchParameter FalseChallenge { get; set; }

    /// <summary>Contracts to use; deployed anew unless given. They say which chain it is.</summary>
    [Parameter]
    [DeploymentArgument]
    public OpmlDeployment? Deployment { get; set; }

    /// <summary>JSON-RPC address of the chain; a local node is started, and stopped again, unless this or Deployment is given.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RpcUrlCompleter))]
    public Uri? RpcUrl { get; set; }

    /// <summary>Who deploys, registers and asks; needed on a chain that is not a local node of this session.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AccountCompleter))]
    [AccountArgument]
    public AccountKey? RequesterAccount { get; set; }

    /// <summary>Who posts the result; needed as above.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AccountCompleter))]
    [AccountArgument]
    public AccountKey? ProposerAccount { get; set; }

    /// <summary>Who checks it; needed as above.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AccountCompleter))]
    [AccountArgument]
    public AccountKey? ChallengerAccount { get; set; }

    /// <summary>Folder that keeps the players' SQLite files; a temporary one, removed at the end, unless given.</summary>
    [Parameter]
    public string? StatePath { get; set; }

    /// <summary>Most bytes of memory that each player may use for states of its runs.</summary>
    [Parameter]
    [ValidateRange(0L, long.MaxValue)]
    public long SnapshotMemory { get; set; } = SnapshotOptions.DefaultMemoryLimit;

    /// <summary>Does not ask before bonds are staked on a chain that is not a local node of this session.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    public object GetDynamicParameters() => _terms;

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForItem(Image, Play);

    private void Play()
    {
        if (Deployment is not null && RpcUrl is not null)
            throw new PSArgumentException("-Deployment says which chain it is: leave -RpcUrl out.");
        Terms terms = _terms.ToTerms();
        byte[] input = InputParameters.ReadOne(Paths, InputPath, InputObject);
        Uri? url = Deployment?.RpcUrl ?? RpcUrl;
        AnvilDevnet? devnet = url is null ? null : RunningDevnets.At(url);
        if (!ShouldProcess(url?.ToString() ?? "a local Ethereum node of its own", "Play a dispute")) return;
        if (url is not null && devnet is null && !Force && !ShouldContinue(
            $"Two bonds, {terms.ProposerBond} and {terms.ChallengerBond} wei, and gas will be spent at {url}. One of the bonds will be lost.", "Stake ether"))
        {
            return;
        }
        string? statePath = StatePath is null ? null : Paths.ForOutput(StatePath);
        Await(token => PlayAsync(terms, input, url, devnet, statePath, token));
    }

    private void Tell(DisputeEvent happened)
    {
        switch (happened)
        {
            case OpmlDeployment: Work.Begin("registering the model"); break;
            case RegisteredModel: Work.Begin("asking for an inference"); break;
            case InferenceRequest: Work.Begin("the proposer runs the program"); break;
            case PostedResult: Work.Begin("the challenger runs it too"); break;
            case OpenedChallenge opened: Work.Begin($"game {opened.Game}", ProgressUnit.Rounds, opened.MaxRounds); break;
            case DisputeRound round: Work.Advance(round.Round); break;
            case ArbitratedStep: Work.Begin("settling the bonds"); break;
        }

        Post(() =>
        {
            WriteVerbose(DisputeStory.Tell(happened));
            WriteObject(happened);
        });
    }

    private async Task PlayAsync(Terms terms, byte[] input, Uri? url, AnvilDevnet? devnet, string? statePath, CancellationToken token)
    {
        Work.Begin(url is null ? "starting a local Ethereum node" : "connecting");
        string? moduleFolder = MyInvocation.MyCommand.Module?.ModuleBase;
        await using AnvilDevnet? own = url is null
            ? await AnvilDevnet.StartAsync(new DevnetOptions { SearchFolder = moduleFolder }, token).ConfigureAwait(false)
            : null;
        devnet ??= own;
        using PrivateKey requester = Key(RequesterAccount, devnet, 0, nameof(RequesterAccount));
        using PrivateKey proposer = Key(ProposerAccount, devnet, 1, nameof(ProposerAccount));
        using PrivateKey challenger = Key(ChallengerAccount, devnet, 2, nameof(ChallengerAccount));
        using var state = new StateFolder(statePath, devnet?.ScratchFolder);
        var fault = new Fault { Kind = Fault, Step = FaultStep, Register = FaultRegister, Round = FaultRound };
        var options = new ChallengeOptions
        {
            RpcUrl = url ?? own!.RpcUrl,
            Devnet = devnet,
            Deployment = Deployment,
            Requester = requester,
            Proposer = proposer,
            Challenger = challenger,
            Terms = terms,
            ProposerFault = FalseChallenge ? Dispute.Players.Faults.Fault.None : fault,
            ChallengerFault = FalseChallenge ? fault : Dispute.Players.Faults.Fault.None,
            StateFolder = state.Path,
            SnapshotMemory = SnapshotMemory,
            Log = message => Post(() => WriteVerbose(message)),
        };
        var session = new ChallengeSession(options, Image, Model.Bytes, input, Tell);
        await session.RunAsync(token).ConfigureAwait(false);
    }

    private static PrivateKey Key(AccountKey? account, AnvilDevnet? devnet, int index, string parameter)
    {
        if (account is not null) return account.CreateKey();
        return devnet?.Accounts.ElementAtOrDefault(index)?.CreateKey()
            ?? throw new PSArgumentException($"Name the account with -{parameter}: the chain is not a local node of this session that has one to lend.");
    }
}
