using System.Collections;
using System.Management.Automation;
using Opml.Dispute.Players.Faults;
using Opml.Mips.Execution;
using Opml.Mips.Insight.Comparison;
using Opml.PowerShell.Completers;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Commands;

/// <summary>Finds the step at which two runs part, or a run and a fault, or a run and somebody's claims about it.</summary>
[Cmdlet(VerbsData.Compare, "MipsRun", DefaultParameterSetName = RunsSet)]
[OutputType(typeof(RunComparison))]
public sealed class CompareMipsRunCommand : AsyncOpmlCmdlet
{
    private const string RunsSet = "Runs";
    private const string FaultSet = "Fault";
    private const string ClaimSet = "Claim";
    private const ulong DefaultStepLimit = 100_000_000_000;

    /// <summary>The run that the others are held against, as Invoke-MipsVm returns it.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = RunsSet)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = FaultSet)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ClaimSet)]
    [ValidateNotNull]
    public MachineRun ReferenceRun { get; set; } = null!;

    /// <summary>The runs to compare with it.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ParameterSetName = RunsSet)]
    [ValidateNotNullOrEmpty]
    public MachineRun[] DifferenceRun { get; set; } = [];

    /// <summary>What counts as a difference. Unless given: the state where both begin in the same one, else the way that the program takes.</summary>
    [Parameter(ParameterSetName = RunsSet)]
    [Parameter(ParameterSetName = FaultSet)]
    [ValidateSet(nameof(ComparisonBasis.State), nameof(ComparisonBasis.Registers), nameof(ComparisonBasis.Control))]
    public ComparisonBasis? By { get; set; }

    /// <summary>What goes wrong in the other run.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FaultSet)]
    [ValidateSet(nameof(FaultKind.Register), nameof(FaultKind.Memory), nameof(FaultKind.Output))]
    public FaultKind Fault { get; set; }

    /// <summary>The step after which it goes wrong; the middle of the run unless given.</summary>
    [Parameter(ParameterSetName = FaultSet)]
    public ulong? FaultStep { get; set; }

    /// <summary>The register whose lowest bit is flipped.</summary>
    [Parameter(ParameterSetName = FaultSet)]
    [ArgumentCompleter(typeof(RegisterCompleter))]
    [ValidateRange(1, 31)]
    public int FaultRegister { get; set; } = new Fault().Register;

    /// <summary>State hashes that somebody claims, by the steps after which they are claimed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ClaimSet)]
    [ValidateNotNull]
    public IDictionary Claim { get; set; } = null!;

    /// <summary>Steps after which runs are cut off, still running.</summary>
    [Parameter]
    [ValidateRange(1UL, ulong.MaxValue)]
    public ulong StepLimit { get; set; } = DefaultStepLimit;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case ClaimSet:
                ForItem(Claim, () => Emit(CheckClaims()));
                break;
            case FaultSet:
                ForItem(ReferenceRun, () => Emit(Compare(Faulty())));
                break;
            default:
                foreach (MachineRun run in DifferenceRun)
                    ForItem(run, () => Emit(Compare(new RunComparer(InsightCmdlet.OriginOf(ReferenceRun), InsightCmdlet.OriginOf(run)))));
                break;
        }
    }

    private RunComparison Compare(RunComparer comparer)
    {
        ComparisonBasis basis = By ?? (comparer.BeginAlike() ? ComparisonBasis.State : ComparisonBasis.Control);
        if (basis == ComparisonBasis.State)
            return Show("comparing whole states, by bisecting over their hashes", token => comparer.ByState(StepLimit, token));
        using var progress = new StepProgress(this, "two runs", Math.Min(ReferenceRun.Steps, StepLimit));
        return comparer.SideBySide(basis, StepLimit, progress, CancellationToken);
    }

    private RunComparison CheckClaims()
    {
        RunOrigin origin = InsightCmdlet.OriginOf(ReferenceRun);
        IReadOnlyDictionary<ulong, byte[]> claims = StateClaims.From(Claim);
        return Show($"checking {claims.Count} claimed state hashes", token => ClaimCheck.Of(origin, claims, StepLimit, token));
    }

    // Nobody knows beforehand how much there is to do.
    private RunComparison Show(string phase, Func<CancellationToken, RunComparison> work)
    {
        RunComparison found = null!;
        Await(token =>
        {
            Work.Begin(phase);
            found = work(token);
            return Task.CompletedTask;
        });
        return found;
    }

    private RunComparer Faulty()
    {
        RunOrigin origin = InsightCmdlet.OriginOf(ReferenceRun);
        if (ReferenceRun.Steps == 0) throw new PSArgumentException("The run has no steps, so none can go wrong: run it without -Step 0.");
        var fault = new Fault { Kind = Fault, Step = FaultStep, Register = FaultRegister };
        return new RunComparer(origin, origin, () => fault.Load(origin.Load, ReferenceRun.Steps), $"with a fault of kind {Fault}");
    }
}
