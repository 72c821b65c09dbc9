using System.Collections;

namespace Opml.Mips.Trace;

/// <summary>
/// Snapshots in the order of their indices. A list of references, which the runtime has compiled already, where a SortedList over numbers
/// would be compiled when a process makes its first trace: as long as that takes, a short guest has ended.
/// </summary>
internal sealed class SnapshotList : IEnumerable<Snapshot>
{
    private readonly List<Snapshot> _snapshots = [];

    public int Count => _snapshots.Count;

    /// <summary>Adds a snapshot, or takes it in place of the one at its index.</summary>
    public void Add(Snapshot snapshot)
    {
        int below = LastAtOrBelow(snapshot.Index);
        if (below >= 0 && _snapshots[below].Index == snapshot.Index) _snapshots[below] = snapshot;
        else _snapshots.Insert(below + 1, snapshot);
    }

    public bool Contains(ulong index) => AtOrBelow(index)?.Index == index;

    public bool Remove(ulong index)
    {
        int at = LastAtOrBelow(index);
        if (at < 0 || _snapshots[at].Index != index) return false;
        _snapshots.RemoveAt(at);
        return true;
    }

    public void RemoveAll(Predicate<Snapshot> match) => _snapshots.RemoveAll(match);

    public void Clear() => _snapshots.Clear();

    /// <summary>The nearest at or below an index, if there is one.</summary>
    public Snapshot? AtOrBelow(ulong index) => LastAtOrBelow(index) is var at and >= 0 ? _snapshots[at] : null;

    public IEnumerator<Snapshot> GetEnumerator() => _snapshots.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int LastAtOrBelow(ulong index)
    {
        int low = 0, high = _snapshots.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_snapshots[middle].Index <= index) low = middle + 1;
            else high = middle;
        }
        return low - 1;
    }
}
