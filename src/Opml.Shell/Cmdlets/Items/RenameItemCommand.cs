using System.Management.Automation;
using Opml.Shell.Cmdlets.Content;
using Opml.Shell.Cmdlets.Paths;

namespace Opml.Shell.Cmdlets.Items;

/// <summary>Rename-Item.</summary>
[Cmdlet(VerbsCommon.Rename, "Item", DefaultParameterSetName = ByPath, SupportsShouldProcess = true), Alias("rni", "ren")]
internal sealed class RenameItemCommand : PSCmdlet
{
    private const string ByPath = "ByPath";

    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByPath)]
    public string Path { get; set; } = "";

    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "ByLiteralPath"), Alias("PSPath", "LP")]
    public string LiteralPath { get; set; } = "";

    [Parameter(Position = 1, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public string NewName { get; set; } = "";

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        bool literal = ParameterSetName != ByPath;
        foreach (PathInfo item in SessionPath.Existing(this, [literal ? LiteralPath : Path], literal))
        {
            if (!ShouldProcess($"Item: {item.ProviderPath} Destination: {NewName}", "Rename Item")) continue;
            IEnumerable<PSObject> renamed = FileAccessErrors.Try(this, item.Path, () =>
                InvokeProvider.Item.Rename(WildcardPattern.Escape(item.Path), NewName, Force));
            if (PassThru) WriteObject(renamed, enumerateCollection: true);
        }
    }
}
