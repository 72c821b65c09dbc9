using System.ComponentModel;
using System.Diagnostics;
using System.Management.Automation;
using Microsoft.PowerShell.Commands;

namespace Opml.Shell.Cmdlets.Machine;

/// <summary>Stop-Process.</summary>
[Cmdlet(VerbsLifecycle.Stop, "Process", DefaultParameterSetName = "Id", SupportsShouldProcess = true), Alias("spps", "kill")]
[OutputType(typeof(Process))]
internal sealed class StopProcessCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Id")]
    public int[] Id { get; set; } = [];

    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Name"), Alias("ProcessName")]
    public string[] Name { get; set; } = [];

    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ParameterSetName = "InputObject")]
    public Process[] InputObject { get; set; } = [];

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        IEnumerable<Process> processes = ParameterSetName switch
        {
            "Id" => Id.Select(id => ProcessFinder.ById(this, id)).OfType<Process>(),
            "Name" => Name.SelectMany(name => ProcessFinder.ByName(this, name)),
            _ => InputObject,
        };
        foreach (Process process in processes)
        {
            if (!ShouldProcess($"{process.ProcessName} ({process.Id})")) continue;
            try
            {
                process.Kill();
                if (PassThru) WriteObject(process);
            }
            catch (Exception e) when (e is Win32Exception or InvalidOperationException)
            {
                if (process.HasExited) continue;
                WriteError(new ErrorRecord(
                    new ProcessCommandException($"Cannot stop process \"{process.ProcessName} ({process.Id})\": {e.Message}"),
                    "CouldNotStopProcess", ErrorCategory.CloseError, process));
            }
        }
    }
}
