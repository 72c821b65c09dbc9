using Opml.Dispute.Sessions;

namespace Opml.PowerShell.Commands;

/// <summary>Shows a run's steps, and what comes after it.</summary>
internal sealed class RunReporter(ProgressMeter meter, string after) : IProgress<RunProgress>
{
    public void Report(RunProgress value)
    {
        if (value.HasEnded) meter.Begin(after);
        else meter.Advance(value.Steps);
    }
}
