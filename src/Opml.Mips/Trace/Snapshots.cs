using Opml.Mips.Execution;

namespace Opml.Mips.Trace;

/// <summary>
/// Machines kept at positions of one trace: evenly spaced ones from the first run, whose spacing doubles when
/// there are too many, and those where queries landed, of which the oldest goes first.
/// </summary>
internal sealed class Snapshots
{
    private const int EvenLimit = 64;
    private const int VisitedLimit = 64;
    private const ulong FirstSpacing = 1 << 14;

    private readonly SortedList<ulong, Machine> _even = [];
    private readonly SortedList<ulong, Machine> _visited = [];
    private readonly Queue<ulong> _visits = [];
    private ulong _spacing = FirstSpacing;

    /// <param name="start">The machine at index 0, kept for good.</param>
    public Snapshots(Machine start) => _even.Add(0, start);

    /// <summary>How many machines are kept.</summary>
    public int Count => _even.Count + _visited.Count;

    /// <summary>Index of the next evenly spaced snapshot.</summary>
    public ulong NextEven => _even.Keys[^1] + _spacing;

    /// <summary>Keeps a machine at <see cref="NextEven"/>.</summary>
    public void AddEven(ulong index, Machine machine)
    {
        _even.Add(index, machine);
        if (_even.Count <= EvenLimit) return;
        _spacing *= 2;
        for (int i = _even.Count - 1; i > 0; i--)
            if (_even.Keys[i] % _spacing != 0) _even.RemoveAt(i);
    }

    /// <summary>Keeps a machine where a query landed.</summary>
    public void AddVisited(ulong index, Machine machine)
    {
        if (_even.ContainsKey(index) || !_visited.TryAdd(index, machine)) return;
        _visits.Enqueue(index);
        if (_visits.Count > VisitedLimit) _visited.Remove(_visits.Dequeue());
    }

    /// <summary>The nearest machine at or below an index. The caller forks it before running it.</summary>
    public (ulong Index, Machine Machine) Nearest(ulong index)
    {
        int even = LastAtOrBelow(_even.Keys, index);
        int visited = LastAtOrBelow(_visited.Keys, index);
        return visited >= 0 && _visited.Keys[visited] > _even.Keys[even]
            ? (_visited.Keys[visited], _visited.Values[visited])
            : (_even.Keys[even], _even.Values[even]);
    }

    private static int LastAtOrBelow(IList<ulong> sorted, ulong index)
    {
        int low = 0, high = sorted.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (sorted[middle] <= index) low = middle + 1;
            else high = middle;
        }
        return low - 1;
    }
}
