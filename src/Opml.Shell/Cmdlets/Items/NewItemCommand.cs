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
    public string ItemType { get; set; } = "";

    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true), Alias("Target")]
    public object? Value { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The file system provider takes an empty text, but not null, for a file without content.</summary>
    private object? Content(string target)
    {
        if (Value is not null) return Value;
        SessionState.Path.GetUnresolvedProviderPathFromPSPath(target, out ProviderInfo provider, out _);
        return provider.Name == "FileSystem" ? "" : null;
    }

    protected override void ProcessRecord()
    {
        foreach (string path in Path)
        {
            string target = Name.Length > 0 ? SessionState.Path.Combine(path, Name) : path;
            string kind = ItemType.Length > 0 ? ItemType : "File";
            if (!ShouldProcess($"Destination: {SessionState.Path.GetUnresolvedProviderPathFromPSPath(target)}", $"Create {kind}")) continue;
            WriteObject(FileAccessErrors.Try(this, target, () => InvokeProvider.Item.New([path], Name, ItemType, Content(target), Force)), enumerateCollection: true);
        }
    }
}
