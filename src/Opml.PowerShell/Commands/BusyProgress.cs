using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;

namespace Opml.PowerShell.Commands;

/// <summary>Shows that work goes on, and for how long, where nobody knows how much of it there is; completes the record at its end.</summary>
internal static class BusyProgress
{
    private const int Id = 0x6f71;
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Does work on another thread while this one, the pipeline's, shows progress; its exception is thrown here.</summary>
    /// <param name="cmdlet">Whose progress it is.</param>
    /// <param name="what">What is done.</param>
    /// <param name="how">How.</param>
    /// <param name="work">The work. It ends with the cmdlet's token.</param>
    public static T Show<T>(Cmdlet cmdlet, string what, string how, Func<T> work)
    {
        Task<T> task = Task.Run(work);
        var sinceStart = Stopwatch.StartNew();
        bool shown = false;
        while (!((IAsyncResult)task).AsyncWaitHandle.WaitOne(s_interval))
        {
            cmdlet.WriteProgress(new ProgressRecord(Id, what, how)
            {
                CurrentOperation = string.Create(CultureInfo.CurrentCulture, $"{sinceStart.Elapsed.TotalSeconds:N0} seconds"),
            });
            shown = true;
        }
        if (shown) cmdlet.WriteProgress(new ProgressRecord(Id, what, how) { RecordType = ProgressRecordType.Completed });
        return task.GetAwaiter().GetResult();
    }
}
