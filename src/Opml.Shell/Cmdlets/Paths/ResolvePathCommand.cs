using System.Management.Automation;

namespace Opml.Shell.Cmdlets.Paths;

/// <summary>Resolve-Path.</summary>
[Cmdlet(VerbsDiagnostic.Resolve, "Path", DefaultParameterSetName = ByPath), Alias("rvpa")]
[OutputType(typeof(PathInfo), typeof(string))]
internal sealed class ResolvePathCommand : PathCmdlet
{
    [Parameter]
    public SwitchParameter Relative { get; set; }

    protected override void ProcessRecord()
    {
        foreach (PathInfo item in Existing()) WriteObject(Relative ? RelativePath(item) : item);
    }

    private string RelativePath(PathInfo item)
    {
        string relative = SessionState.Path.NormalizeRelativePath(item.Path, SessionState.Path.CurrentLocation.Path);
        char separator = System.IO.Path.DirectorySeparatorChar;
        return relative.StartsWith('.') || SessionState.Path.IsPSAbsolute(relative, out _) || System.IO.Path.IsPathRooted(relative)
            ? relative
            : $".{separator}{relative}";
    }
}
