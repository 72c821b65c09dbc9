using System.Management.Automation;

namespace Opml.Shell.Cmdlets.Paths;

/// <summary>A cmdlet over paths: <c>-Path</c> expands wildcards, <c>-LiteralPath</c> (alias PSPath) does not.</summary>
internal abstract class PathCmdlet : PSCmdlet
{
    protected const string ByPath = "Path";
    protected const string ByLiteralPath = "LiteralPath";

    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByPath)]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByLiteralPath), Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    protected bool IsLiteral => ParameterSetName == ByLiteralPath;

    protected string[] Paths => IsLiteral ? LiteralPath : Path;

    protected IEnumerable<PathInfo> Existing() => SessionPath.Existing(this, Paths, IsLiteral);
}
