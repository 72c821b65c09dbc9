using System.Management.Automation;
using Opml.Shell.Cmdlets.Content;
using Opml.Shell.Cmdlets.Paths;

namespace Opml.Shell.Cmdlets.Items;

/// <summary>Move-Item.</summary>
[Cmdlet(VerbsCommon.Move, "Item", DefaultParameterSetName = ByPath, SupportsShouldProcess = true), Alias("mi", "move")]
internal sealed class MoveItemCommand : PathCmdlet
{
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    public string Destination { get; set; } = ".";

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (PathInfo item in Existing())
        {
            string target = SessionState.Path.GetUnresolvedProviderPathFromPSPath(Destination);
            string kind = Directory.Exists(item.ProviderPath) ? "Move Directory" : "Move File";
            if (!ShouldProcess($"Item: {item.ProviderPath} Destination: {target}", kind)) continue;
            IEnumerable<PSObject> moved = FileAccessErrors.Try(this, item.Path, () =>
                InvokeProvider.Item.Move([item.Path], Destination, Force, literalPath: true));
            if (PassThru) WriteObject(moved, enumerateCollection: true);
        }
    }
}
