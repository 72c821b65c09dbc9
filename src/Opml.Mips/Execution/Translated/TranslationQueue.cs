using System.Diagnostics.CodeAnalysis;

namespace Opml.Mips.Execution.Translated;

/// <summary>
/// Translations made off the threads that run guests: one at a time in a process, on a thread of the pool that is given back when none is left.
/// </summary>
internal static class TranslationQueue
{
    private const int Limit = 64;

    private static readonly Queue<Task<Unit>> s_waiting = new();
    private static bool s_isWorking;

    /// <summary>Has a region translated. Null where too many wait already: ask again later.</summary>
    public static Task<Unit>? TryAdd(Region region, uint head)
    {
        var task = new Task<Unit>(() => UnitEmitter.Emit(region, head));
        lock (s_waiting)
        {
            if (s_waiting.Count == Limit) return null;
            s_waiting.Enqueue(task);
            if (s_isWorking) return task;
            s_isWorking = true;
        }
        ThreadPool.UnsafeQueueUserWorkItem(_ => Work(), null);
        return task;
    }

    private static void Work()
    {
        while (TryTake(out Task<Unit>? task)) task.RunSynchronously(TaskScheduler.Default); // what it throws stays in the task
    }

    private static bool TryTake([NotNullWhen(true)] out Task<Unit>? task)
    {
        lock (s_waiting)
        {
            s_isWorking = s_waiting.TryDequeue(out task);
            return s_isWorking;
        }
    }
}
