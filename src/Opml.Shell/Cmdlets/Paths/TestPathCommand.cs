using System.Management.Automation;

namespace Opml.Shell.Cmdlets.Paths;

/// <summary>Test-Path.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Path", DefaultParameterSetName = ByPath)]
[OutputType(typeof(bool))]
internal sealed class TestPathCommand : PSCmdlet
{
    private const string ByPath = "Path";

    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByPath)]
    [AllowNull, AllowEmptyString, AllowEmptyCollection]
    public string?[]? Path { get; set; }

    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralPath"), Alias("PSPath", "LP")]
    [AllowNull, AllowEmptyString, AllowEmptyCollection]
    public string?[]? LiteralPath { get; set; }

    [Parameter, Alias("Type")]
    public TestPathType PathType { get; set; } = TestPathType.Any;

    [Parameter]
    public SwitchParameter IsValid { get; set; }

    protected override void ProcessRecord()
    {
        string?[]? paths = ParameterSetName == ByPath ? Path : LiteralPath;
        if (paths is null or [])
        {
            WriteError(new ErrorRecord(
                new PSArgumentNullException("Path", "Value cannot be null."), "NullPathNotPermitted", ErrorCategory.InvalidArgument, null));
            return;
        }

        foreach (string? path in paths) WriteObject(Check(path));
    }

    private bool Check(string? path)
    {
        if (string.IsNullOrWhiteSpace(path)) return false;
        string pattern = ParameterSetName == ByPath ? path : WildcardPattern.Escape(path);
        try
        {
            if (IsValid) return SessionState.Path.IsValid(path);
            if (!InvokeProvider.Item.Exists(pattern)) return false;
            return PathType == TestPathType.Any || InvokeProvider.Item.IsContainer(pattern) == (PathType == TestPathType.Container);
        }
        catch (Exception e) when (e is ItemNotFoundException or SessionStateException or PSArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
