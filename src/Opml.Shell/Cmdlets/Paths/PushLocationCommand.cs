using System.Management.Automation;

namespace Opml.Shell.Cmdlets.Paths;

/// <summary>Push-Location.</summary>
[Cmdlet(VerbsCommon.Push, "Location", DefaultParameterSetName = "Path"), Alias("pushd")]
[OutputType(typeof(PathInfo))]
internal sealed class PushLocationCommand : PSCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Path")]
    public string? Path { get; set; }

    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralPath"), Alias("PSPath", "LP")]
    public string LiteralPath { get; set; } = "";

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? StackName { get; set; }

    protected override void ProcessRecord()
    {
        SessionState.Path.PushCurrentLocation(StackName);
        string? path = ParameterSetName == "Path" ? Path : WildcardPattern.Escape(LiteralPath);
        try
        {
            if (path is not null) SessionState.Path.SetLocation(path);
            if (PassThru) WriteObject(SessionState.Path.CurrentLocation);
        }
        catch (Exception e) when (e is SessionStateException or PSArgumentException)
        {
            SessionState.Path.PopLocation(StackName);
            WriteError(new ErrorRecord(((IContainsErrorRecord)e).ErrorRecord, e));
        }
    }
}
