using System.Management.Automation;

namespace Opml.Shell.Cmdlets.Items;

/// <summary>New-TemporaryFile.</summary>
[Cmdlet(VerbsCommon.New, "TemporaryFile", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(FileInfo))]
internal sealed class NewTemporaryFileCommand : Cmdlet
{
    protected override void EndProcessing()
    {
        if (ShouldProcess(Path.GetTempPath())) WriteObject(new FileInfo(Path.GetTempFileName()));
    }
}
