using System.Management.Automation;
using Opml.Shell.Cmdlets.Content;
using Opml.Shell.Cmdlets.Paths;

namespace Opml.Shell.Cmdlets.Items;

/// <summary>Copy-Item.</summary>
[Cmdlet(VerbsCommon.Copy, "Item", DefaultParameterSetName = ByPath, SupportsShouldProcess = true), Alias("cpi", "copy")]
internal sealed class CopyItemCommand : PathCmdlet
{
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    public string Destination { get; set; } = ".";

    [Parameter]
    public SwitchParameter Recurse { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (PathInfo item in Existing())
        {
            string target = SessionState.Path.GetUnresolvedProviderPathFromPSPath(Destination);
            string kind = Directory.Exists(item.ProviderPath) ? "Copy Directory" : "Copy File";
            if (!ShouldProcess($"Item: {item.ProviderPath} Destination: {target}", kind)) continue;
            IEnumerable<PSObject> copies = FileAccessErrors.Try(this, item.Path, () =>
                InvokeProvider.Item.Copy([item.Path], Destination, Recurse, CopyContainers.CopyTargetContainer, Force, literalPath: true));
            if (PassThru) WriteObject(copies, enumerateCollection: true);
        }
    }
}
