using System.Diagnostics;
using System.Management.Automation;
using Opml.Models.Sources;

namespace Opml.PowerShell.Commands;

/// <summary>Shows the tensor that is being read as a progress record, a few times a second, and completes it.</summary>
internal sealed class TensorProgress(Cmdlet cmdlet, string what, int total) : IProgress<TensorInfo>, IDisposable
{
    private const int Id = 0x6f72;
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);

    private readonly Stopwatch _sinceStart = Stopwatch.StartNew();
    private TimeSpan _next = s_interval;
    private int _done;
    private bool _shown;

    public void Report(TensorInfo value)
    {
        int done = _done++;
        TimeSpan now = _sinceStart.Elapsed;
        if (now < _next) return;
        _next = now + s_interval;
        cmdlet.WriteProgress(new ProgressRecord(Id, "Reading", what)
        {
            CurrentOperation = value.ToString(),
            PercentComplete = (int)Math.Min(100L * done / Math.Max(total, 1), 100),
        });
        _shown = true;
    }

    public void Dispose()
    {
        if (_shown) cmdlet.WriteProgress(new ProgressRecord(Id, "Reading", what) { RecordType = ProgressRecordType.Completed });
    }
}
