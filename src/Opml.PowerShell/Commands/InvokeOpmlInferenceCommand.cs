using System.Diagnostics;
using System.Management.Automation;
using Opml.Mips.Memory;
using Opml.Models.Data;
using Opml.Models.Inference;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Commands;

/// <summary>Runs a model natively, bit for bit as its program does in the machine.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "OpmlInference", DefaultParameterSetName = PathSet)]
[OutputType(typeof(InferenceResult))]
public sealed class InvokeOpmlInferenceCommand : OpmlCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string BytesSet = "Bytes";
    private const string ImagesSet = "Images";

    /// <summary>The model: a path, bytes, or what ConvertTo-Ggml or New-OpmlModel returns.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Path")]
    [InferenceModelArgument]
    public ReferenceInference Model { get; set; } = null!;

    /// <summary>Files to infer from; wildcards are expanded.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] InputPath { get; set; } = [];

    /// <summary>Files to infer from, by their exact paths; what Get-ChildItem finds comes here.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralInputPath { get; set; } = [];

    /// <summary>Bytes to infer from: one array, or several.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = BytesSet)]
    [InputBytesArgument]
    public InputBytes[] InputObject { get; set; } = [];

    /// <summary>Images to infer from, each one an input.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ImagesSet)]
    [ValidateNotNull]
    public LabelledImages ImageSet { get; set; } = null!;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case ImagesSet:
                ForItem(ImageSet, RunImages);
                break;
            case BytesSet:
                foreach (InputBytes input in InputObject) ForItem(input.Bytes, () => Emit(Run(input.Bytes)));
                break;
            case LiteralPathSet:
                foreach (string path in LiteralInputPath) ForItem(path, () => RunOn(Paths.Existing(path)));
                break;
            default:
                foreach (string path in InputPath)
                {
                    ForItem(path, () =>
                    {
                        foreach (string file in Paths.Expand(path)) ForItem(file, () => RunOn(file));
                    });
                }
                break;
        }
    }

    private void RunImages()
    {
        using var progress = new ImageProgress(this, "Inferring", "running the model");
        progress.Show(0, ImageSet.Count);
        for (int i = 0; i < ImageSet.Count; i++)
        {
            Emit(Run(ImageSet.Image(i)) with { Index = i, Label = ImageSet.GetLabel(i) });
            progress.Show(i + 1, ImageSet.Count);
        }
    }

    private void RunOn(string path)
    {
        byte[] input = BoundedFile.Read(ProviderPaths.RequireFile(path), MemoryMap.MaximumInputLength, "an input");
        Emit(Run(input) with { Input = path });
    }

    private InferenceResult Run(ReadOnlySpan<byte> input)
    {
        CancellationToken.ThrowIfCancellationRequested();
        long begin = Stopwatch.GetTimestamp();
        InferenceAnswer answer = Model.Run(input);
        return new InferenceResult
        {
            Program = Model.Program,
            Class = answer.Class,
            Scores = answer.Scores,
            Probabilities = answer.Probabilities,
            Output = answer.Output,
            Duration = Stopwatch.GetElapsedTime(begin),
        };
    }
}
