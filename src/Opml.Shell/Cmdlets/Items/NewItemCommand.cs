using System.Management.Automation;
using Opml.Shell.Cmdlets.Content;

namespace Opml.Shell.Cmdlets.Items;

/// <summary>New-Item.</summary>
[Cmdlet(VerbsCommon.New, "Item", DefaultParameterSetName = "pathSet", SupportsShouldProcess = true), Alias("ni")]
internal sealed class NewItemCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "pathSet")]
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = "nameSet")]
    public string[] Path { get; set; } = ["."];

    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "nameSet")]
    [AllowNull, AllowEmptyString]
    public string Name { get; set; } = "";

    [Parameter(ValueFromPipelineByPropertyName = true), Alias("Type")]
    public string? ItemType { get; set; }

    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true), Alias("Target")]
    public object? Value { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        foreach (string path in Path)
        {
            string target = Name.Length > 0 ? SessionState.Path.Combine(path, Name) : path;
            string kind = ItemType ?? "File";
            if (!ShouldProcess($"Destination: {SessionState.Path.GetUnresolvedProviderPathFromPSPath(target)}", $"Create {kind}")) continue;
            WriteObject(FileAccessErrors.Try(this, target, () => InvokeProvider.Item.New([path], Name, ItemType, Value, Force)), enumerateCollection: true);
        }
    }
}
