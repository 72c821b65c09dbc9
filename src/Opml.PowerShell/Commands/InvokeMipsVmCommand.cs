using System.Management.Automation;
using Opml.Mips.Execution;
using Opml.Mips.Execution.Reference;
using Opml.Mips.Execution.Translated;
using Opml.Mips.Image;
using Opml.Mips.Memory;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Commands;

/// <summary>Runs a program image on a model and inputs in the deterministic machine.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "MipsVm", DefaultParameterSetName = PathSet)]
[OutputType(typeof(MachineRun))]
public sealed class InvokeMipsVmCommand : OpmlCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string BytesSet = "Bytes";
    private const ulong DefaultStepLimit = 100_000_000_000;

    private bool _takesInputFromPipeline;

    /// <summary>The program: an image object, or the path of a flat image or ELF file.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ImageArgument]
    [ValidateNotNull]
    public MipsImage Image { get; set; } = null!;

    /// <summary>The model: a path, bytes, or what ConvertTo-Ggml returns.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ModelArgument]
    public ModelBytes? Model { get; set; }

    /// <summary>Files to run on, each in a machine of its own; wildcards are expanded.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] InputPath { get; set; } = [];

    /// <summary>
    /// Files to run on, by their exact paths; what Get-ChildItem finds comes here, if the program is named. A file that comes
    /// down the pipeline as the program is not its own input.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralInputPath { get; set; } = [];

    /// <summary>Bytes to run on: one array, or several for a run each.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = BytesSet)]
    [InputBytesArgument]
    public InputBytes[] InputObject { get; set; } = [];

    /// <summary>Steps after which a run is cut off, still running.</summary>
    [Parameter]
    [ValidateRange(1UL, ulong.MaxValue)]
    public ulong StepLimit { get; set; } = DefaultStepLimit;

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
    protected override void BeginProcessing() => _takesInputFromPipeline =
        MyInvocation.BoundParameters.ContainsKey(nameof(Image)) || MyInvocation.BoundParameters.ContainsKey(nameof(LiteralInputPath));

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case BytesSet:
                foreach (InputBytes input in InputObject) ForItem(input.Bytes, () => Run(input.Bytes, null));
                break;
            case LiteralPathSet when _takesInputFromPipeline:
                foreach (string path in LiteralInputPath) ForItem(path, () => RunOn(Paths.Existing(path)));
                break;
            case PathSet when InputPath.Length > 0:
                foreach (string path in InputPath)
                {
                    ForItem(path, () =>
                    {
                        foreach (string file in Paths.Expand(path)) ForItem(file, () => RunOn(file));
                    });
                }
                break;
            default:
                ForItem(Image, () => Run([], null));
                break;
        }
    }

    private void RunOn(string path) =>
        Run(BoundedFile.Read(ProviderPaths.RequireFile(path), MemoryMap.MaximumInputLength, "an input"), path);

    private void Run(byte[] input, string? source)
    {
        IExecutionEngine engine = Mode.Equals("Reference", StringComparison.OrdinalIgnoreCase) ? ReferenceEngine.Instance : TranslatedEngine.Instance;
        Machine machine = Machine.Load(Image.Bytes.Span, Model?.Bytes ?? [], input, engine);
        using var progress = new StepProgress(this, source ?? Image.Source ?? "program", Step);
        MachineRun run = MachineRunner.Run(machine, Math.Min(StepLimit, Step ?? ulong.MaxValue), WithProof, progress, CancellationToken);
        Emit(run with { Input = source });
    }
}
