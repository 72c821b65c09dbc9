using System.Collections.Concurrent;

namespace Opml.PowerShell.Commands;

/// <summary>
/// Runs asynchronous work and carries its output, messages and progress back to the pipeline's thread, where alone
/// they may be written.
/// </summary>
public abstract class AsyncOpmlCmdlet : OpmlCmdlet
{
    private static readonly TimeSpan s_progressInterval = TimeSpan.FromMilliseconds(250);

    private volatile BlockingCollection<Action>? _queue;

    /// <summary>How far the work is: shown from its first second on, and completed with it.</summary>
    private protected ProgressMeter Work { get; private set; } = new("");

    /// <summary>Whether it shows its progress by itself.</summary>
    private protected virtual bool ShowsOwnProgress => false;

    /// <summary>
    /// Runs <paramref name="work"/> to its end while writing on this thread what it posts; its exception is thrown here.
    /// Cancelled with the pipeline, it is still waited for, so that it can clean up.
    /// </summary>
    protected void Await(Func<CancellationToken, Task> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        using var queue = new BlockingCollection<Action>();
        Work = new ProgressMeter(MyInvocation.MyCommand.Name);
        _queue = queue;
        Task task = Task.Run(async () =>
        {
            try
            {
                await work(CancellationToken).ConfigureAwait(false);
            }
            finally
            {
                queue.CompleteAdding();
            }
        });
        System.Runtime.ExceptionServices.ExceptionDispatchInfo? stopped = null;
        while (!queue.IsCompleted)
        {
            bool told = queue.TryTake(out Action? action, s_progressInterval);
            if (stopped is not null) continue; // drain: the pipeline takes no more
            try
            {
                if (told) ToPipeline(action!);
                if (!ShowsOwnProgress && Work.Due() is { } record) ToPipeline(() => WriteProgress(record));
            }
            catch (Exception exception)
            {
                // The pipeline was stopped, or something downstream failed: end the work, then tell.
                stopped = System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(exception);
                Cancel();
            }
        }
        _queue = null;
        // A pipeline that was stopped takes no record more: its host ends them.
        if (stopped is null && Work.End() is { } end) ToPipeline(() => WriteProgress(end));
        try
        {
            task.GetAwaiter().GetResult();
        }
        catch (Exception) when (stopped is not null)
        {
            // What stopped the work is thrown below; how the work took it does not matter.
        }
        stopped?.Throw();
    }

    /// <summary>
    /// Has <paramref name="write"/> run on the pipeline's thread, in the order of the calls. Safe from any thread; what comes
    /// after the work's end is dropped.
    /// </summary>
    protected void Post(Action write)
    {
        try
        {
            _queue?.Add(write);
        }
        catch (InvalidOperationException)
        {
            // The work ended meanwhile.
        }
    }
}
