using System.Management.Automation;

namespace Opml.Shell.Cmdlets.Paths;

/// <summary>Set-Location; without a path, to the home folder.</summary>
[Cmdlet(VerbsCommon.Set, "Location", DefaultParameterSetName = "Path"), Alias("sl", "cd", "chdir")]
[OutputType(typeof(PathInfo))]
internal sealed class SetLocationCommand : PSCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Path")]
    public string Path { get; set; } = "~";

    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralPath"), Alias("PSPath", "LP")]
    public string LiteralPath { get; set; } = "";

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        try
        {
            PathInfo now = ParameterSetName == "Path"
                ? SessionState.Path.SetLocation(Path)
                : SessionState.Path.SetLocation(WildcardPattern.Escape(LiteralPath));
            if (PassThru) WriteObject(now);
        }
        catch (Exception e) when (e is SessionStateException or PSArgumentException)
        {
            WriteError(new ErrorRecord(((IContainsErrorRecord)e).ErrorRecord, e));
        }
    }
}
