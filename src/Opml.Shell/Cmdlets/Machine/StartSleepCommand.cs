using System.Management.Automation;

namespace Opml.Shell.Cmdlets.Machine;

/// <summary>Start-Sleep; Ctrl+C ends it at once.</summary>
[Cmdlet(VerbsLifecycle.Start, "Sleep", DefaultParameterSetName = "Seconds")]
internal sealed class StartSleepCommand : PSCmdlet, IDisposable
{
    private readonly ManualResetEventSlim _stop = new();

    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Seconds")]
    [ValidateRange(0.0, int.MaxValue / 1000.0)]
    public double Seconds { get; set; }

    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Milliseconds"), Alias("ms")]
    [ValidateRange(0, int.MaxValue)]
    public int Milliseconds { get; set; }

    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "FromTimeSpan"), Alias("ts")]
    [ValidateRange(ValidateRangeKind.NonNegative)]
    public TimeSpan Duration { get; set; }

    public void Dispose() => _stop.Dispose();

    protected override void ProcessRecord() => _stop.Wait(ParameterSetName switch
    {
        "Seconds" => TimeSpan.FromMilliseconds((long)(Seconds * 1000)),
        "Milliseconds" => TimeSpan.FromMilliseconds(Milliseconds),
        _ => Duration,
    });

    protected override void StopProcessing() => _stop.Set();
}
