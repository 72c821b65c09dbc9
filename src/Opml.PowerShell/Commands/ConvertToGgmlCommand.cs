using System.Collections;
using System.Collections.Immutable;
using System.Management.Automation;
using Opml.Models;
using Opml.Models.Ggml;
using Opml.Models.Gguf;
using Opml.Models.Reading;
using Opml.Models.Sources;
using Opml.PowerShell.Completers;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Commands;

/// <summary>Converts model files to the tutorial's ggml, or to GGUF.</summary>
[Cmdlet(VerbsData.ConvertTo, "Ggml", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(GgmlFile))]
public sealed class ConvertToGgmlCommand : FileCmdlet
{
    private Destination? _destination;
    private ImmutableArray<MetadataEntry> _metadata = [];

    /// <summary>A folder that exists, or the file to write; beside the source, ending in .ggml or .gguf, unless given.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    /// <summary>Ggml, the tutorial's format that the machine's programs read, or Gguf.</summary>
    [Parameter]
    [ValidateSet(nameof(ModelFormat.Ggml), nameof(ModelFormat.Gguf))]
    public ModelFormat Format { get; set; } = ModelFormat.Ggml;

    /// <summary>The type of the weights in a GGUF file.</summary>
    [Parameter]
    public GgmlType Type { get; set; } = GgmlType.F32;

    /// <summary>Byte order of every number in the file; Big for Ggml and Little for Gguf unless given.</summary>
    [Parameter]
    public ByteOrder? ByteOrder { get; set; }

    /// <summary>The tensors to write, in this order; wildcards are expanded.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(TensorCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Tensor { get; set; }

    /// <summary>In a checkpoint, the entry whose dictionary has the weights.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Entry { get; set; }

    /// <summary>Pairs to write into a GGUF file besides the source's.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Metadata { get; set; }

    /// <summary>Replaces a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => ForAll(Destination, () =>
    {
        _destination = new Destination(Paths, Destination);
        if (Format != ModelFormat.Gguf && (Metadata is not null || Type != GgmlType.F32))
            throw new PSArgumentException("The tutorial's ggml has 32-bit floats alone and no metadata: give -Format Gguf with -Type and -Metadata.");
        if (Metadata is not null) _metadata = MetadataPairs.From(Metadata);
    });

    /// <inheritdoc/>
    protected override void ProcessFile(string path)
    {
        string target = _destination!.For(path, Format == ModelFormat.Gguf ? ".gguf" : ".ggml");
        if (!ShouldProcess(target, $"Convert '{path}' to {(Format == ModelFormat.Gguf ? "GGUF" : "ggml")}")) return;
        if (!Force && File.Exists(target)) throw new FileExistsException(target, nameof(Destination));
        using ITensorSource selected = TensorSelection.Select(ModelFile.Open(path, Entry), Tensor);
        using var progress = new TensorProgress(this, "Converting", path, selected.Tensors);
        using var source = new WatchedSource(selected, progress);
        foreach (string name in source.Skipped)
            WriteVerbose($"'{path}': entry '{name}' is no tensor, or not wanted, and was left out.");
        GgmlFile file;
        if (Format == ModelFormat.Gguf)
        {
            var options = new GgufOptions { Type = Type, Order = ByteOrder ?? Models.ByteOrder.Little, Metadata = _metadata };
            file = FileAccessException.Writing(() => GgufWriter.Write(source, target, options, Force, CancellationToken));
        }
        else
        {
            file = FileAccessException.Writing(() => GgmlWriter.Write(source, target, ByteOrder ?? Models.ByteOrder.Big, Force, CancellationToken));
        }
        Emit(file);
    }
}
