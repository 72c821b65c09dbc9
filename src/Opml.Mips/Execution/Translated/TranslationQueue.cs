namespace Opml.Mips.Execution.Translated;

/// <summary>
/// Translations made off the threads that run guests: one at a time in a process, on a thread of the pool that is given back when none is left.
/// </summary>
internal static class TranslationQueue
{
    private const int Limit = 64;

    private static readonly LinkedList<Task<Unit>> s_waiting = new();
    private static bool s_isWorking;

    /// <summary>Has a region translated. Null where too many wait already.</summary>
    public static Task<Unit>? TryAdd(Region region, uint head)
    {
        var task = new Task<Unit>(() => UnitEmitter.Emit(region, head));
        lock (s_waiting)
        {
            if (s_waiting.Count == Limit) return null;
            s_waiting.AddLast(task);
            if (s_isWorking) return task;
            s_isWorking = true;
        }
        ThreadPool.UnsafeQueueUserWorkItem(_ => Work(), null);
        return task;
    }

    /// <summary>The translation that was asked for: made here if nobody has begun with it, else waited for.</summary>
    public static Unit Finish(Task<Unit> task)
    {
        bool isOurs;
        lock (s_waiting) isOurs = s_waiting.Remove(task);
        if (isOurs) task.RunSynchronously(TaskScheduler.Default);
        return task.GetAwaiter().GetResult();
    }

    private static void Work()
    {
        while (Take() is { } task) task.RunSynchronously(TaskScheduler.Default); // what it throws stays in the task
    }

    private static Task<Unit>? Take()
    {
        lock (s_waiting)
        {
            Task<Unit>? task = s_waiting.First?.Value;
            s_isWorking = task is not null;
            if (s_isWorking) s_waiting.RemoveFirst();
            return task;
        }
    }
}
