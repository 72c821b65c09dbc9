using System.Management.Automation;
using Opml.Models.Data;

namespace Opml.PowerShell.Commands;

/// <summary>Reads images and labels in the MNIST database's IDX format, plain or gzipped.</summary>
[Cmdlet(VerbsData.Import, "OpmlIdx")]
[OutputType(typeof(LabelledImages))]
public sealed class ImportOpmlIdxCommand : OpmlCmdlet
{
    /// <summary>The file of images.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string ImagePath { get; set; } = null!;

    /// <summary>The file of labels.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string LabelPath { get; set; } = null!;

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForItem(ImagePath, () =>
    {
        string images = Paths.ExistingFile(ImagePath);
        string labels = Paths.ExistingFile(LabelPath);
        LabelledImages set;
        using (var progress = new ImageProgress(this, "Reading", images))
            set = IdxReader.Read(images, labels, progress, CancellationToken);
        Emit(set);
    });
}
