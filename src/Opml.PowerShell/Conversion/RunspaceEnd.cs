using System.Collections.Concurrent;

namespace Opml.PowerShell.Conversion;

/// <summary>What is to be done when the module is removed from a runspace. Safe from any thread.</summary>
internal static class RunspaceEnd
{
    private static readonly ConcurrentDictionary<Guid, (Guid Runspace, Func<Task> End)> s_ends = new();

    /// <summary>Has something ended with the module.</summary>
    /// <param name="id">What it is.</param>
    /// <param name="runspace">Whose it is.</param>
    /// <param name="end">Ends it.</param>
    public static void Add(Guid id, Guid runspace, Func<Task> end) => s_ends[id] = (runspace, end);

    /// <summary>It has ended by itself.</summary>
    public static void Forget(Guid id) => s_ends.TryRemove(id, out _);

    /// <summary>What a runspace leaves to be ended, which is given out once.</summary>
    public static IReadOnlyList<Func<Task>> Take(Guid runspace)
    {
        var taken = new List<Func<Task>>();
        foreach ((Guid id, (Guid owner, _)) in s_ends)
            if (owner == runspace && s_ends.TryRemove(id, out var entry)) taken.Add(entry.End);
        return taken;
    }
}
