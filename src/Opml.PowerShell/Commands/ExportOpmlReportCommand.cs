using System.Management.Automation;
using Opml.Dispute.Contracts;
using Opml.Dispute.Reports;
using Opml.Dispute.Sessions;
using Opml.Ethereum.Rpc;
using Opml.Mips.Execution;
using Opml.Mips.Image;
using Opml.Mips.Insight;
using Opml.Mips.Insight.Profile;
using Opml.PowerShell.Completers;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Commands;

/// <summary>Writes a dispute or a run as one HTML file that loads nothing.</summary>
[Cmdlet(VerbsData.Export, "OpmlReport", DefaultParameterSetName = StagesSet, SupportsShouldProcess = true)]
[OutputType(typeof(ReportFile))]
public sealed class ExportOpmlReportCommand : AsyncOpmlCmdlet
{
    private const string StagesSet = "Stages";
    private const string GameSet = "Game";
    private const string RunSet = "Run";

    private readonly List<DisputeEvent> _stages = [];
    private bool _written;

    /// <summary>The file to write, ending in .html.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>A dispute's stages, as Start-OpmlChallenge returns them.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = StagesSet)]
    [ValidateNotNullOrEmpty]
    public DisputeEvent[] Stage { get; set; } = [];

    /// <summary>A game on the chain, as request.attempt.number.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = GameSet)]
    [ArgumentCompleter(typeof(GameIdCompleter))]
    [ValidatePattern(@"^\d+\.\d+\.\d+$")]
    public string Game { get; set; } = "";

    /// <summary>The contracts that the game is at.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = GameSet)]
    [DeploymentArgument]
    public OpmlDeployment Deployment { get; set; } = null!;

    /// <summary>The game's program, to show the disputed instruction.</summary>
    [Parameter(ParameterSetName = GameSet)]
    [ImageArgument]
    public MipsImage? Image { get; set; }

    /// <summary>The game's model, likewise.</summary>
    [Parameter(ParameterSetName = GameSet)]
    [ModelArgument]
    public ModelBytes? Model { get; set; }

    /// <summary>A run, as Invoke-MipsVm returns it.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = RunSet)]
    [ValidateNotNull]
    public MachineRun Run { get; set; } = null!;

    /// <summary>Replaces a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case GameSet:
                ForItem(Game, () => Write($"game {Game}", path => Save(ReadGame(), path)));
                break;
            case RunSet:
                ForItem(Run, () => Write("a run", ReportRun));
                break;
            default:
                _stages.AddRange(Stage);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (ParameterSetName == StagesSet && _stages.Count > 0)
            ForItem(_stages[^1], () => Write("a dispute", path => Save(_stages, path)));
    }

    private void Write(string what, Func<string, ReportFile> report)
    {
        string path = Paths.ForOutput(Path);
        if (!ShouldProcess(path, $"Write a report of {what}")) return;
        if (_written) throw new PSArgumentException($"'{path}' has a report already: call Export-OpmlReport once for each, with a path of its own.");
        if (!Force && File.Exists(path)) throw new FileExistsException(path, nameof(Path));
        ReportFile file = report(path);
        _written = true;
        Emit(file);
    }

    private ReportFile Save(IReadOnlyList<DisputeEvent> events, string path) => FileAccessException.Writing(() => ReportFile.OfDispute(events, path, Force));

    private IReadOnlyList<DisputeEvent> ReadGame()
    {
        IReadOnlyList<DisputeEvent> events = [];
        Await(async token =>
        {
            using var client = new HttpEthereumClient(Deployment.RpcUrl);
            events = await DisputeHistory.ReadAsync(
                Deployment, OpmlNode.ContractOf(Deployment, client), GameId.Parse(Game), Image, Model?.Bytes, token).ConfigureAwait(false);
        });
        return events;
    }

    private ReportFile ReportRun(string path)
    {
        RunOrigin origin = InsightCmdlet.OriginOf(Run);
        Machine machine = origin.Load();
        using var progress = new StepProgress(this, origin.Image.Source ?? "program", Run.Steps);
        var profile = RunProfile.Of(machine, origin.Image.Symbols, Run.Steps, progress, CancellationToken);
        var view = MachineView.Of(machine, origin.Image.Symbols, new MachineViewOptions());
        return FileAccessException.Writing(() => ReportFile.OfRun(Run, profile, view, path, Force));
    }
}
