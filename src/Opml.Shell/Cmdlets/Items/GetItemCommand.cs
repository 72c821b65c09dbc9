using System.Management.Automation;
using Opml.Shell.Cmdlets.Content;
using Opml.Shell.Cmdlets.Paths;

namespace Opml.Shell.Cmdlets.Items;

/// <summary>Get-Item.</summary>
[Cmdlet(VerbsCommon.Get, "Item", DefaultParameterSetName = ByPath), Alias("gi")]
internal sealed class GetItemCommand : PathCmdlet
{
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        foreach (string path in Paths)
            WriteObject(FileAccessErrors.Try(this, path, () => InvokeProvider.Item.Get([path], Force, IsLiteral)), enumerateCollection: true);
    }
}
