using System.Management.Automation;

namespace Opml.Shell.Cmdlets.Paths;

/// <summary>Get-Location.</summary>
[Cmdlet(VerbsCommon.Get, "Location"), Alias("gl", "pwd")]
[OutputType(typeof(PathInfo), typeof(PathInfoStack))]
internal sealed class GetLocationCommand : PSCmdlet
{
    [Parameter]
    public SwitchParameter Stack { get; set; }

    protected override void ProcessRecord()
    {
        if (Stack) WriteObject(SessionState.Path.LocationStack(null));
        else WriteObject(SessionState.Path.CurrentLocation);
    }
}
