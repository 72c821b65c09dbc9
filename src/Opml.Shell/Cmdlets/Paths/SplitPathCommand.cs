using System.Management.Automation;
using IOPath = System.IO.Path;

namespace Opml.Shell.Cmdlets.Paths;

/// <summary>Split-Path.</summary>
[Cmdlet(VerbsCommon.Split, "Path", DefaultParameterSetName = "Parent")]
[OutputType(typeof(string), typeof(bool))]
internal sealed class SplitPathCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string[] Path { get; set; } = [];

    [Parameter(ParameterSetName = "Parent")]
    public SwitchParameter Parent { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Leaf")]
    public SwitchParameter Leaf { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "LeafBase")]
    public SwitchParameter LeafBase { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Extension")]
    public SwitchParameter Extension { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Qualifier")]
    public SwitchParameter Qualifier { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "NoQualifier")]
    public SwitchParameter NoQualifier { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "IsAbsolute")]
    public SwitchParameter IsAbsolute { get; set; }

    [Parameter]
    public SwitchParameter Resolve { get; set; }

    protected override void ProcessRecord()
    {
        IEnumerable<string> paths = Resolve ? SessionPath.Existing(this, Path, literal: false).Select(static item => item.Path) : Path;
        foreach (string path in paths)
        {
            switch (ParameterSetName)
            {
                case "Leaf": WriteObject(SessionState.Path.ParseChildName(path)); break;
                case "LeafBase": WriteObject(IOPath.GetFileNameWithoutExtension(SessionState.Path.ParseChildName(path))); break;
                case "Extension": WriteObject(IOPath.GetExtension(SessionState.Path.ParseChildName(path))); break;
                case "IsAbsolute": WriteObject(SessionState.Path.IsPSAbsolute(path, out _) || SessionState.Path.IsProviderQualified(path)); break;
                case "Qualifier": WriteQualifier(path); break;
                case "NoQualifier": WriteObject(path[QualifierLength(path)..]); break;
                default: WriteObject(SessionState.Path.ParseParent(path, "")); break;
            }
        }
    }

    private void WriteQualifier(string path)
    {
        int length = QualifierLength(path);
        if (length > 0) WriteObject(path[..length]);
        else WriteError(new ErrorRecord(
            new FormatException($"Cannot parse path because path '{path}' does not have a qualifier specified."), "ParsePathFormatError", ErrorCategory.InvalidArgument, path));
    }

    /// <summary>"Provider::" or "Drive:", with its colons.</summary>
    private static int QualifierLength(string path)
    {
        int provider = path.IndexOf("::", StringComparison.Ordinal);
        return provider >= 0 ? provider + 2 : path.IndexOf(':', StringComparison.Ordinal) + 1;
    }
}
