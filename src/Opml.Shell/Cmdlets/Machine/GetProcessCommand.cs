using System.Diagnostics;
using System.Management.Automation;

namespace Opml.Shell.Cmdlets.Machine;

/// <summary>Get-Process, by name pattern or id.</summary>
[Cmdlet(VerbsCommon.Get, "Process", DefaultParameterSetName = "Name"), Alias("gps")]
[OutputType(typeof(Process))]
internal sealed class GetProcessCommand : PSCmdlet
{
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = "Name"), Alias("ProcessName")]
    public string[] Name { get; set; } = [];

    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Id"), Alias("PID")]
    public int[] Id { get; set; } = [];

    protected override void ProcessRecord()
    {
        if (ParameterSetName == "Id")
        {
            foreach (int id in Id)
            {
                if (ProcessFinder.ById(this, id) is { } process) WriteObject(process);
            }
        }
        else if (Name.Length == 0) WriteObject(ProcessFinder.All(), enumerateCollection: true);
        else foreach (string name in Name) WriteObject(ProcessFinder.ByName(this, name), enumerateCollection: true);
    }
}
