using System.Management.Automation;
using Opml.Models.Inspection;
using Opml.Models.Reading;
using Opml.Models.Sources;
using Opml.PowerShell.Completers;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Commands;

/// <summary>Tells what is in model files: format, tensors and their statistics, metadata.</summary>
[Cmdlet(VerbsCommon.Get, "OpmlModel", DefaultParameterSetName = PathSet)]
[OutputType(typeof(ModelSummary))]
public sealed class GetOpmlModelCommand : FileCmdlet
{
    /// <summary>The tensors to tell of, in this order; wildcards are expanded.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(TensorCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Tensor { get; set; }

    /// <summary>In a checkpoint, the entry whose dictionary has the weights.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Entry { get; set; }

    /// <summary>Leaves the values unread, so that a file of any size takes a moment.</summary>
    [Parameter]
    public SwitchParameter SkipStatistics { get; set; }

    /// <inheritdoc/>
    protected override void ProcessFile(string path)
    {
        using ITensorSource source = TensorSelection.Select(ModelFile.Open(path, Entry), Tensor);
        using var progress = new TensorProgress(this, "Reading", path, source.Tensors);
        Emit(ModelSummary.Of(source, new FileInfo(path).Length, !SkipStatistics, progress, CancellationToken));
    }
}
