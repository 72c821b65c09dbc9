using System.Management.Automation;
using Opml.Mips.Execution;

namespace Opml.PowerShell.Commands;

/// <summary>A cmdlet that looks into runs: those that it makes itself, or those that Invoke-MipsVm made.</summary>
public abstract class InsightCmdlet : GuestCmdlet
{
    /// <summary>Name of the parameter set that takes runs.</summary>
    protected const string RunSet = "Run";

    /// <summary>A run, as Invoke-MipsVm returns it: its program, model and input are run again.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = RunSet)]
    [ValidateNotNull]
    public MachineRun Run { get; set; } = null!;

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        if (ParameterSetName == RunSet) ForItem(Run, () => Process(OriginOf(Run), Run.Input));
        else base.ProcessRecord();
    }

    /// <summary>What a run was made from.</summary>
    /// <exception cref="PSArgumentException">It does not say.</exception>
    internal static RunOrigin OriginOf(MachineRun run) => run.GetOrigin()
        ?? throw new PSArgumentException("The run does not hold its program, model and input any more, as after a job or a file: give -Image, -Model and the input.");

    /// <summary>How progress names a run.</summary>
    private protected static string NameOf(RunOrigin origin, string? source) => source ?? origin.Image.Source ?? "program";
}
