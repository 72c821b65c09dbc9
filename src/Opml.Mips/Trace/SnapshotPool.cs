namespace Opml.Mips.Trace;

/// <summary>
/// The memory and disk that the snapshots of several traces share. Whoever needs more has those who hold most write to disk. Safe from
/// any thread.
/// </summary>
public sealed class SnapshotPool
{
    private const long SpillStep = 4 << 20;
    /// <summary>How long the same warning is not told again.</summary>
    public static readonly TimeSpan WarningInterval = TimeSpan.FromMinutes(10);

    private readonly Lock _turn = new();
    private readonly List<SnapshotStore> _stores = [];
    private readonly Dictionary<string, long> _told = [];
    private long _memory;
    private long _disk;

    /// <exception cref="ArgumentOutOfRangeException">A limit is negative.</exception>
    public SnapshotPool(SnapshotOptions? options = null)
    {
        Options = options ?? new SnapshotOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(Options.MemoryLimit, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(Options.DiskLimit ?? 0, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(Options.FreeDisk, nameof(options));
        DiskLimit = Options.DiskLimit ?? (Options.MemoryLimit > long.MaxValue / 16 ? long.MaxValue : Options.MemoryLimit * 16);
    }

    /// <summary>A pool without memory: traces that keep nothing but their start and end.</summary>
    public static SnapshotPool None { get; } = new(new SnapshotOptions { MemoryLimit = 0 });

    /// <summary>The limits.</summary>
    public SnapshotOptions Options { get; }

    /// <summary>Bytes of memory in use now.</summary>
    public long MemoryUsed => Interlocked.Read(ref _memory);

    /// <summary>Bytes of disk in use now.</summary>
    public long DiskUsed => Interlocked.Read(ref _disk);

    internal long DiskLimit { get; }

    internal bool IsFull => MemoryUsed > Options.MemoryLimit;

    internal bool IsOpen => Options.MemoryLimit > 0;

    internal void Enter(SnapshotStore store)
    {
        lock (_turn) _stores.Add(store);
    }

    /// <summary>A store has given back all that it had: there may be room on disk for the others.</summary>
    internal void Leave(SnapshotStore store)
    {
        lock (_turn)
        {
            _stores.Remove(store);
            foreach (SnapshotStore other in _stores) other.AskAgain();
        }
    }

    internal void AddMemory(long bytes) => Interlocked.Add(ref _memory, bytes);

    internal void AddDisk(long bytes) => Interlocked.Add(ref _disk, bytes);

    /// <summary>Has pages written to disk until the memory limit holds; false where that cannot be.</summary>
    internal bool MakeRoom()
    {
        while (MemoryUsed - Options.MemoryLimit is var excess and > 0)
        {
            SnapshotStore? most;
            lock (_turn) most = _stores.MaxBy(store => store.SpillableBytes);
            if (most is null || most.SpillableBytes == 0) return false;
            most.Spill(Math.Max(excess, Math.Min(SpillStep, Options.MemoryLimit / 8)));
        }
        return true;
    }

    /// <summary>Says something, but the same not again for ten minutes.</summary>
    internal void Warn(string message)
    {
        lock (_turn)
        {
            if (_told.TryGetValue(message, out long told) && Environment.TickCount64 - told < WarningInterval.TotalMilliseconds) return;
            _told[message] = Environment.TickCount64;
        }
        Options.Warn?.Invoke(message);
    }
}
