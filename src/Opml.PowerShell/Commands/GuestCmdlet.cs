using System.Management.Automation;
using Opml.Mips.Execution;
using Opml.Mips.Image;
using Opml.Mips.Memory;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Commands;

/// <summary>A cmdlet that works on runs of a program, one for each input.</summary>
public abstract class GuestCmdlet : OpmlCmdlet
{
    /// <summary>Name of the parameter set whose inputs are paths that may have wildcards.</summary>
    protected const string PathSet = "Path";

    /// <summary>Name of the parameter set whose inputs are paths taken to the letter.</summary>
    protected const string LiteralPathSet = "LiteralPath";

    /// <summary>Name of the parameter set whose inputs are bytes.</summary>
    protected const string BytesSet = "Bytes";

    /// <summary>Steps after which a run is cut off unless told otherwise.</summary>
    protected const ulong DefaultStepLimit = 100_000_000_000;

    private bool _takesInputFromPipeline;

    /// <summary>The program: an image object, or the path of a flat image or ELF file.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = LiteralPathSet)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = BytesSet)]
    [ImageArgument]
    [ValidateNotNull]
    public MipsImage Image { get; set; } = null!;

    /// <summary>The model: a path, bytes, or what ConvertTo-Ggml returns.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = BytesSet)]
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

    /// <inheritdoc/>
    protected override void BeginProcessing() => _takesInputFromPipeline =
        MyInvocation.BoundParameters.ContainsKey(nameof(Image)) || MyInvocation.BoundParameters.ContainsKey(nameof(LiteralInputPath));

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case BytesSet:
                foreach (InputBytes input in InputObject) ForItem(input.Bytes, () => Process(Origin(input.Bytes), null));
                break;
            case LiteralPathSet when _takesInputFromPipeline:
                foreach (string path in LiteralInputPath) ForItem(path, () => ProcessFile(Paths.Existing(path)));
                break;
            case PathSet when InputPath.Length > 0:
                foreach (string path in InputPath)
                {
                    ForItem(path, () =>
                    {
                        foreach (string file in Paths.Expand(path)) ForItem(file, () => ProcessFile(file));
                    });
                }
                break;
            default:
                ForItem(Image, () => Process(Origin([]), null));
                break;
        }
    }

    /// <summary>Works on one run.</summary>
    /// <param name="origin">What it is made from.</param>
    /// <param name="source">The input's file; null where it came as bytes, or there is none.</param>
    protected abstract void Process(RunOrigin origin, string? source);

    private void ProcessFile(string path) =>
        Process(Origin(BoundedFile.Read(ProviderPaths.RequireFile(path), MemoryMap.MaximumInputLength, "an input")), path);

    private RunOrigin Origin(byte[] input) => new(Image, Model?.Bytes ?? [], input);
}
