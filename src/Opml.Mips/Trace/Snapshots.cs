using Opml.Mips.Execution;

namespace Opml.Mips.Trace;

/// <summary>
/// States kept along one trace: evenly spaced ones from the first run, whose spacing doubles when there are too many or no room for
/// them, and those where questions landed, of which the oldest goes first.
/// </summary>
internal sealed class Snapshots : IDisposable
{
    private const int VisitedLimit = 256;

    // A snapshot costs as much as some ten thousands of steps. Twice as many are worth it once they lie far apart.
    private const ulong FirstSpacing = 1 << 16;
    private const ulong WideSpacing = 1 << 23;
    private const int EvenLimit = 128;
    private const int WideEvenLimit = 256;

    // A page that is taken costs its copying, and its way to the disk: some microseconds. So many steps take a few times as long.
    private const ulong StepsPerPage = 50_000;
    private const long FreePages = 16_384;

    private readonly SnapshotPool _pool;
    private readonly SnapshotStore _store;
    private readonly SnapshotList _even = [];
    private readonly SnapshotList _visited = [];
    private readonly Queue<Snapshot> _visits = [];
    private ulong _spacing = FirstSpacing;
    private bool _isOpen;
    private bool _hasDropped;

    /// <param name="start">The machine at index 0, hashed; forked, not run.</param>
    /// <param name="pool">Whose memory and disk are used.</param>
    public Snapshots(Machine start, SnapshotPool pool)
    {
        _pool = pool;
        _store = new SnapshotStore(start, pool);
        _even.Add(_store.Start);
        _isOpen = pool.IsOpen;
        NextEven = _isOpen ? FirstSpacing : ulong.MaxValue;
    }

    /// <summary>How many states are kept, the start among them.</summary>
    public int Count => _even.Count + _visited.Count;

    /// <summary>Index at which the first run is to stop for a snapshot.</summary>
    public ulong NextEven { get; private set; }

    /// <summary>Bytes of memory in use.</summary>
    public long MemoryUsed => _store.MemoryUsed;

    /// <summary>The first run is at <see cref="NextEven"/>.</summary>
    public void AddEven(TraceHead head)
    {
        ulong index = NextEven;
        if (_store.PagesTaken <= FreePages + (long)(index / StepsPerPage))
        {
            _even.Add(_store.Capture(index, head));
            if (_even.Count > (_spacing < WideSpacing ? EvenLimit : WideEvenLimit)) Widen();
            Fit(head);
        }
        ulong next = (index / _spacing * _spacing) + _spacing;
        NextEven = next > index ? next : ulong.MaxValue;
    }

    /// <summary>Keeps a state where a question landed, unless it is a short way from the last one kept.</summary>
    public void AddVisited(ulong index, TraceHead head)
    {
        if (!_isOpen || index - head.From.Index < FirstSpacing / 2 || _even.Contains(index) || _visited.Contains(index)) return;
        Snapshot snapshot = _store.Capture(index, head);
        _visited.Add(snapshot);
        _visits.Enqueue(snapshot);
        if (_visits.Count > VisitedLimit) DropVisits(VisitedLimit / 4);
        Fit(head);
    }

    /// <summary>The nearest state at or below an index.</summary>
    public Snapshot Nearest(ulong index)
    {
        Snapshot even = _even.AtOrBelow(index) ?? _store.Start;
        return _visited.AtOrBelow(index) is { } visited && visited.Index > even.Index ? visited : even;
    }

    /// <summary>A machine at the nearest state at or below an index whose pages can be had.</summary>
    /// <param name="index">The index.</param>
    /// <param name="near">A machine of this trace, if there is one: the more they have in common the less is read from disk.</param>
    public TraceHead Restore(ulong index, TraceHead? near = null)
    {
        while (true)
        {
            Snapshot nearest = Nearest(index);
            try
            {
                return _store.Restore(nearest, near);
            }
            catch (IOException exception) when (nearest.Index > 0)
            {
                _pool.Warn($"A snapshot cannot be read back from {_pool.Options.SpillFolder} ({SpillFile.Reason(exception)}): it is run for again.");
                if (!_visited.Remove(nearest.Index)) _even.Remove(nearest.Index);
                _hasDropped = true;
            }
        }
    }

    /// <summary>Lets go of all but the start, for good.</summary>
    public void Dispose()
    {
        _isOpen = false;
        NextEven = ulong.MaxValue;
        _visited.Clear();
        _visits.Clear();
        _even.Clear();
        _even.Add(_store.Start);
        _store.Dispose();
    }

    /// <summary>Keeps within the pool's limits, with fewer snapshots where nothing else helps.</summary>
    private void Fit(TraceHead head)
    {
        if (!_pool.IsFull) return;
        if (_hasDropped) Sweep(head);
        while (!_pool.MakeRoom() && _store.MemoryUsed > 0 && Count > 1)
        {
            Widen();
            DropVisits((_visits.Count + 1) / 2);
            Sweep(head);
        }
    }

    /// <summary>Lets go of what was dropped, but for the snapshot that the next one is made from: its pages go on into that.</summary>
    private void Sweep(TraceHead head)
    {
        Snapshot from = head.From;
        bool isKept = ReferenceEquals(Nearest(from.Index), from);
        IEnumerable<Snapshot> kept = _even.Concat(_visited);
        _store.Sweep(isKept ? kept : kept.Append(from));
        _hasDropped = !isKept; // it can go once the head has moved on
    }

    private void Widen()
    {
        _spacing = _spacing > ulong.MaxValue / 2 ? ulong.MaxValue : _spacing * 2;
        _even.RemoveAll(snapshot => snapshot.Index % _spacing != 0);
        _hasDropped = true;
    }

    private void DropVisits(int count)
    {
        while (count-- > 0 && _visits.TryDequeue(out Snapshot? snapshot))
            if (ReferenceEquals(_visited.AtOrBelow(snapshot.Index), snapshot)) _visited.Remove(snapshot.Index);
        _hasDropped = true;
    }
}
