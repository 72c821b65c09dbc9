using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;

namespace Opml.PowerShell.Commands;

/// <summary>Shows the steps of a run as a progress record, a few times a second, and completes it.</summary>
internal sealed class StepProgress(Cmdlet cmdlet, string what, ulong? target) : IProgress<ulong>, IDisposable
{
    private const int Id = 0x6f70;
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);

    private readonly Stopwatch _sinceStart = Stopwatch.StartNew();
    private TimeSpan _next = s_interval;
    private bool _shown;

    public void Report(ulong value)
    {
        TimeSpan now = _sinceStart.Elapsed;
        if (now < _next) return;
        _next = now + s_interval;
        double rate = value / now.TotalSeconds;
        var record = new ProgressRecord(Id, "Running", what)
        {
            CurrentOperation = string.Create(CultureInfo.CurrentCulture, $"{value:N0} steps, {rate / 1e6:N1} million a second"),
        };
        if (target is > 0)
        {
            record.PercentComplete = (int)(100.0 * Math.Min(value, target.Value) / target.Value);
            record.SecondsRemaining = (int)((target.Value - Math.Min(value, target.Value)) / Math.Max(rate, 1));
        }
        cmdlet.WriteProgress(record);
        _shown = true;
    }

    public void Dispose()
    {
        if (_shown) cmdlet.WriteProgress(new ProgressRecord(Id, "Running", what) { RecordType = ProgressRecordType.Completed });
    }
}
