using System.Management.Automation;
using Opml.Models.Inspection;
using Opml.Models.Reading;
using Opml.Models.Sources;

namespace Opml.PowerShell.Commands;

/// <summary>Tells whether model files hold the same weights, and where they differ.</summary>
[Cmdlet(VerbsData.Compare, "OpmlModel")]
[OutputType(typeof(ModelComparison))]
public sealed class CompareOpmlModelCommand : OpmlCmdlet
{
    /// <summary>The file that others are held against.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string ReferencePath { get; set; } = null!;

    /// <summary>The files to compare with it.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Path", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] DifferencePath { get; set; } = [];

    /// <summary>How far two values may be apart and still count as equal.</summary>
    [Parameter]
    [ValidateRange(0.0, double.MaxValue)]
    public double Tolerance { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string path in DifferencePath)
        {
            ForItem(path, () =>
            {
                using ITensorSource reference = ModelFile.Open(Paths.ExistingFile(ReferencePath));
                using ITensorSource difference = ModelFile.Open(Paths.ExistingFile(path));
                using var progress = new TensorProgress(this, "Comparing", difference.Source, reference.Tensors);
                Emit(ModelComparison.Of(reference, difference, Tolerance, progress, CancellationToken));
            });
        }
    }
}
