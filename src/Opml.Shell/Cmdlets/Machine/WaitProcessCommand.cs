using System.Diagnostics;
using System.Management.Automation;

namespace Opml.Shell.Cmdlets.Machine;

/// <summary>Wait-Process; Ctrl+C ends the waiting, not the process.</summary>
[Cmdlet(VerbsLifecycle.Wait, "Process", DefaultParameterSetName = "Name")]
internal sealed class WaitProcessCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    [Parameter(Position = 0, Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Name"), Alias("ProcessName")]
    public string[] Name { get; set; } = [];

    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Id"), Alias("PID")]
    public int[] Id { get; set; } = [];

    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "InputObject")]
    public Process[] InputObject { get; set; } = [];

    [Parameter(Position = 1)]
    [ValidateRange(0, 32767)]
    public int Timeout { get; set; } = -1;

    public void Dispose() => _stop.Dispose();

    protected override void ProcessRecord()
    {
        IEnumerable<Process> processes = ParameterSetName switch
        {
            "Id" => Id.Select(id => ProcessFinder.ById(this, id)).OfType<Process>(),
            "Name" => Name.SelectMany(name => ProcessFinder.ByName(this, name)),
            _ => InputObject,
        };
        foreach (Process process in processes) Wait(process);
    }

    protected override void StopProcessing() => _stop.Cancel();

    private void Wait(Process process)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        if (Timeout >= 0) limit.CancelAfter(TimeSpan.FromSeconds(Timeout));
        try
        {
            process.WaitForExitAsync(limit.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            if (_stop.IsCancellationRequested) throw new PipelineStoppedException();
            WriteError(new ErrorRecord(
                new TimeoutException($"This command stopped operation because process \"{process.ProcessName} ({process.Id})\" is not stopped in the specified time-out."),
                "ProcessNotTerminated", ErrorCategory.CloseError, process));
        }
    }
}
