using System.Collections;
using System.Management.Automation;
using Opml.Shell.Cmdlets.Content;

namespace Opml.Shell.Cmdlets.Items;

/// <summary>Get-ChildItem.</summary>
[Cmdlet(VerbsCommon.Get, "ChildItem", DefaultParameterSetName = "Items"), Alias("gci", "dir")]
internal sealed class GetChildItemCommand : PSCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Items")]
    public string[] Path { get; set; } = ["."];

    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralItems"), Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    [Parameter(Position = 1)]
    public string? Filter { get; set; }

    [Parameter]
    public string[] Include { get; set; } = [];

    [Parameter]
    public string[] Exclude { get; set; } = [];

    [Parameter, Alias("s")]
    public SwitchParameter Recurse { get; set; }

    [Parameter]
    public uint Depth { get; set; } = uint.MaxValue;

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter Name { get; set; }

    [Parameter, Alias("af")]
    public SwitchParameter File { get; set; }

    [Parameter, Alias("ad", "d")]
    public SwitchParameter Directory { get; set; }

    [Parameter, Alias("ah", "h")]
    public SwitchParameter Hidden { get; set; }

    protected override void ProcessRecord()
    {
        bool literal = ParameterSetName == "LiteralItems";
        bool recurse = Recurse || MyInvocation.BoundParameters.ContainsKey(nameof(Depth));
        foreach (string path in literal ? LiteralPath : Path)
            Write(path, recurse, literal);
    }

    private void Write(string path, bool recurse, bool literal)
    {
        string root = Name ? SessionState.Path.GetUnresolvedProviderPathFromPSPath(path) : "";
        foreach (PSObject item in FileAccessErrors.Try(this, path, () => InvokeProvider.ChildItem.Get([path], recurse, Depth, Force || Hidden, literal)))
        {
            if (Stopping) return;
            if (!Matches(item)) continue;
            WriteObject(!Name ? item : item.BaseObject is FileSystemInfo info && System.IO.Directory.Exists(root)
                ? System.IO.Path.GetRelativePath(root, info.FullName)
                : item.Properties["PSChildName"]?.Value ?? item);
        }
    }

    private bool Matches(PSObject item)
    {
        bool container = item.Properties["PSIsContainer"]?.Value is true;
        if (File && !Directory && container) return false;
        if (Directory && !File && !container) return false;
        if (Hidden && item.BaseObject is FileSystemInfo info && !info.Attributes.HasFlag(FileAttributes.Hidden)) return false;
        string name = item.BaseObject is DictionaryEntry entry ? entry.Key.ToString()! : item.Properties["PSChildName"]?.Value as string ?? "";
        if (Filter is { Length: > 0 } && !Like(name, Filter)) return false;
        if (Include.Length > 0 && !Include.Any(pattern => Like(name, pattern))) return false;
        return !Exclude.Any(pattern => Like(name, pattern));
    }

    private static bool Like(string name, string pattern) => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase).IsMatch(name);
}
