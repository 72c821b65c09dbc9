using System.Management.Automation;
using Opml.Mips.Execution;
using Opml.Mips.Insight.Profile;

namespace Opml.PowerShell.Commands;

/// <summary>Counts where the steps of a run go: by function, by instruction, or by operation.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "MipsRun", DefaultParameterSetName = PathSet)]
[OutputType(typeof(FunctionProfile), typeof(InstructionProfile), typeof(OpcodeProfile))]
public sealed class MeasureMipsRunCommand : InsightCmdlet
{
    private const string Function = "Function";
    private const string Instruction = "Instruction";
    private const string Opcode = "Opcode";

    /// <summary>What the steps are counted by.</summary>
    [Parameter]
    [ValidateSet(Function, Instruction, Opcode)]
    public string By { get; set; } = Function;

    /// <summary>How many of them to return, those with the most steps; all of them unless given.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int First { get; set; } = int.MaxValue;

    /// <inheritdoc/>
    protected override void Process(RunOrigin origin, string? source)
    {
        ulong? target = ParameterSetName == RunSet ? Run.Steps : null;
        using var progress = new StepProgress(this, NameOf(origin, source), target);
        var profile = RunProfile.Of(origin.Load(), origin.Image.Symbols, Math.Min(StepLimit, target ?? ulong.MaxValue), progress, CancellationToken);
        IEnumerable<object> counted = By.ToUpperInvariant() switch
        {
            "INSTRUCTION" => profile.ByInstruction().Select(one => one with { Input = source }),
            "OPCODE" => profile.ByOpcode().Select(one => one with { Input = source }),
            _ => profile.ByFunction().Select(one => one with { Input = source }),
        };
        foreach (object one in counted.Take(First)) Emit(one);
    }
}
