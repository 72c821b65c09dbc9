using System.Management.Automation;
using Opml.Mips.Execution;
using Opml.Mips.Insight;
using Opml.PowerShell.Completers;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Commands;

/// <summary>Shows a run's machine at given steps: registers, place, code, call stack, memory.</summary>
[Cmdlet(VerbsCommon.Get, "MipsState", DefaultParameterSetName = PathSet)]
[OutputType(typeof(MachineView))]
public sealed class GetMipsStateCommand : InsightCmdlet
{
    /// <summary>The steps after which to look; the end of the run unless given. States come in the order of their steps.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public ulong[]? Step { get; set; }

    /// <summary>The registers to show; all of them unless given.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RegisterNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Register { get; set; } = [];

    /// <summary>Instructions shown before the pc, and as many after it.</summary>
    [Parameter]
    [ValidateRange(0, 1000)]
    public int Context { get; set; } = 5;

    /// <summary>Where slices of memory begin: a number, a symbol or a register, and an offset if need be.</summary>
    [Parameter]
    [GuestAddressArgument]
    [ArgumentCompleter(typeof(GuestAddressCompleter))]
    [ValidateNotNullOrEmpty]
    public GuestAddress[] Address { get; set; } = [];

    /// <summary>Bytes of each slice.</summary>
    [Parameter]
    [ValidateRange(1, MemorySlice.MaximumLength)]
    public int Length { get; set; } = 64;

    /// <summary>What the slices are read as.</summary>
    [Parameter]
    public MemoryFormat As { get; set; } = MemoryFormat.Word;

    /// <summary>Adds state hash, memory root and witness.</summary>
    [Parameter]
    public SwitchParameter WithWitness { get; set; }

    /// <inheritdoc/>
    protected override void Process(RunOrigin origin, string? source)
    {
        var options = new MachineViewOptions
        {
            Context = Context,
            Registers = Register,
            Memory = [.. Address.Select(address => new MemoryRequest(address, Length, As))],
            WithWitness = WithWitness,
        };
        ulong[] steps = [.. (Step ?? [ParameterSetName == RunSet ? Math.Min(Run.Steps, StepLimit) : StepLimit]).Distinct().Order()];
        ulong? last = Step is null && ParameterSetName != RunSet ? null : steps[^1];
        Machine machine = origin.Load();
        using var progress = new StepProgress(this, NameOf(origin, source), last);
        foreach (ulong step in steps)
        {
            MachineRunner.Advance(machine, step, progress, CancellationToken);
            Emit(MachineView.Of(machine, origin.Image.Symbols, options) with { Input = source });
        }
    }
}
