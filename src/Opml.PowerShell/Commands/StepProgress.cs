using System.Management.Automation;

namespace Opml.PowerShell.Commands;

/// <summary>Shows the steps of a run on the pipeline's thread.</summary>
internal sealed class StepProgress : IProgress<ulong>, IDisposable
{
    private readonly Cmdlet _cmdlet;
    private readonly ProgressMeter _meter;

    /// <param name="cmdlet">Who runs.</param>
    /// <param name="what">The program.</param>
    /// <param name="target">The last step; null where it is not known.</param>
    public StepProgress(Cmdlet cmdlet, string what, ulong? target)
    {
        _cmdlet = cmdlet;
        _meter = new ProgressMeter("Running");
        _meter.Begin(what, ProgressUnit.Steps, target);
    }

    public void Report(ulong value)
    {
        _meter.Advance(value);
        if (_meter.Due() is { } record) _cmdlet.WriteProgress(record);
    }

    public void Dispose()
    {
        if (_meter.End() is { } record) _cmdlet.WriteProgress(record);
    }
}
