using System.Management.Automation;

namespace Opml.Shell.Cmdlets.Paths;

/// <summary>Pop-Location.</summary>
[Cmdlet(VerbsCommon.Pop, "Location"), Alias("popd")]
[OutputType(typeof(PathInfo))]
internal sealed class PopLocationCommand : PSCmdlet
{
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? StackName { get; set; }

    protected override void ProcessRecord()
    {
        PathInfo? now = SessionState.Path.PopLocation(StackName);
        if (PassThru && now is not null) WriteObject(now);
    }
}
