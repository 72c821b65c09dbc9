using System.Management.Automation;
using Opml.Mips.Execution;
using Opml.Mips.Execution.Reference;
using Opml.Mips.Execution.Translated;

namespace Opml.PowerShell.Commands;

/// <summary>Runs a program image on a model and inputs in the deterministic machine.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "MipsVm", DefaultParameterSetName = PathSet)]
[OutputType(typeof(MachineRun))]
public sealed class InvokeMipsVmCommand : GuestCmdlet
{
    /// <summary>Stops each run after this many steps, for the state there.</summary>
    [Parameter]
    public ulong? Step { get; set; }

    /// <summary>Adds the witness of the state in which the run ends or stops, and the proof of its next step.</summary>
    [Parameter]
    public SwitchParameter WithProof { get; set; }

    /// <summary>Translated, the fast engine, or Reference, which executes step by step as the step contract does. All states are the same.</summary>
    [Parameter]
    [ValidateSet("Translated", "Reference")]
    public string Mode { get; set; } = "Translated";

    /// <inheritdoc/>
    protected override void Process(RunOrigin origin, string? source)
    {
        IExecutionEngine engine = Mode.Equals("Reference", StringComparison.OrdinalIgnoreCase) ? ReferenceEngine.Instance : TranslatedEngine.Instance;
        using var progress = new StepProgress(this, source ?? origin.Image.Source ?? "program", Step);
        MachineRun run = MachineRunner.Run(origin.Load(engine), Math.Min(StepLimit, Step ?? ulong.MaxValue), WithProof, progress, CancellationToken);
        Emit((run with { Input = source }).WithOrigin(origin));
    }
}
