using System.Collections.Concurrent;

namespace Opml.PowerShell.Commands;

/// <summary>
/// Runs asynchronous work and carries its output, messages and progress back to the pipeline's thread, where alone
/// they may be written.
/// </summary>
public abstract class AsyncOpmlCmdlet : OpmlCmdlet
{
    private volatile BlockingCollection<Action>? _queue;

    /// <summary>
    /// Runs <paramref name="work"/> to its end while writing on this thread what it posts; its exception is thrown here.
    /// Cancelled with the pipeline, it is still waited for, so that it can clean up.
    /// </summary>
    protected void Await(Func<CancellationToken, Task> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        using var queue = new BlockingCollection<Action>();
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
        foreach (Action action in queue.GetConsumingEnumerable())
        {
            if (stopped is not null) continue; // drain: the pipeline takes no more
            try
            {
                ToPipeline(action);
            }
            catch (Exception exception)
            {
                // The pipeline was stopped, or something downstream failed: end the work, then tell.
                stopped = System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(exception);
                Cancel();
            }
        }
        _queue = null;
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
