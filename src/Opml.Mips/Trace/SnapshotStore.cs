using Opml.Mips.Execution;
using Opml.Mips.Memory;

namespace Opml.Mips.Trace;

/// <summary>
/// The pages of one trace's snapshots, each kept once however many share it; in memory, or on disk where the pool is short of memory.
/// The trace uses it from one thread at a time; others may have it spill meanwhile.
/// </summary>
internal sealed class SnapshotStore : IDisposable
{
    private const int Batch = 256;
    private const long Gain = PageSlot.Cost - PageSlot.DiskCost;
    private const long TableCost = (AddressSpace.DirectorySize * 8) + 24;

    private readonly Lock _turn = new();
    private readonly SnapshotPool _pool;
    private readonly Machine _start;
    private readonly List<PageSlot> _onDisk = [];
    private Queue<PageSlot> _inMemory = [];
    private SpillFile? _file;
    private long _memory;
    private int _sweeps;
    private bool _isFull;
    private bool _isBroken;

    /// <param name="start">The machine at index 0, hashed; forked, not run.</param>
    /// <param name="pool">Whose memory and disk are used.</param>
    public SnapshotStore(Machine start, SnapshotPool pool)
    {
        _start = start;
        _pool = pool;
        Start = new Snapshot(0, start.State, new PageSlot?[AddressSpace.DirectorySize][]);
        if (pool.IsOpen) pool.Enter(this);
    }

    /// <summary>The state at index 0.</summary>
    public Snapshot Start { get; }

    /// <summary>Pages that snapshots have taken so far.</summary>
    public long PagesTaken { get; private set; }

    /// <summary>Bytes of memory in use.</summary>
    public long MemoryUsed => Interlocked.Read(ref _memory);

    /// <summary>Bytes that could go to disk; 0 while that fails.</summary>
    public long SpillableBytes => Volatile.Read(ref _isBroken) || Volatile.Read(ref _isFull) ? 0 : Volatile.Read(ref _inMemory).Count * Gain;

    /// <summary>A machine at a snapshot.</summary>
    /// <param name="snapshot">Where.</param>
    /// <param name="near">A machine of this trace, which has pages in memory that would have to be read from disk.</param>
    /// <exception cref="IOException">Its pages cannot be read from disk any more.</exception>
    public TraceHead Restore(Snapshot snapshot, TraceHead? near = null)
    {
        Machine machine = _start.Fork(snapshot.State);
        lock (_turn)
        {
            for (int i = 0; i < snapshot.Pages.Length; i++)
            {
                if (snapshot.Pages[i] is not { } table) continue;
                PageSlot?[]? nearTable = near?.From.Pages[i];
                for (int j = 0; j < table.Length; j++)
                {
                    if (table[j] is not { } slot) continue;
                    Page? there = slot.Page is null && ReferenceEquals(nearTable?[j], slot) ? near!.Pages[i]![j] : null;
                    if (there?.Root is { } root) slot.Root = root;
                    machine.Memory.Adopt((uint)((i * AddressSpace.DirectorySize) + j), there ?? Load(slot));
                }
            }
        }
        return new TraceHead(machine, snapshot, machine.Memory.Capture());
    }

    /// <summary>Takes a snapshot of a machine, which passes it.</summary>
    public Snapshot Capture(ulong index, TraceHead head)
    {
        Page?[]?[] now = head.Machine.Memory.Capture(), before = head.Pages;
        var pages = (PageSlot?[]?[])head.From.Pages.Clone();
        var taken = new List<PageSlot>();
        long tables = 1;
        for (int i = 0; i < now.Length; i++)
        {
            if (ReferenceEquals(now[i], before[i])) continue;
            PageSlot?[] table = pages[i] is { } shared ? (PageSlot?[])shared.Clone() : new PageSlot?[AddressSpace.DirectorySize];
            for (int j = 0; j < table.Length; j++)
                if (now[i]![j] is { } page && !ReferenceEquals(page, before[i]?[j])) taken.Add(table[j] = new PageSlot(page));
            pages[i] = table;
            tables++;
        }
        head.From = new Snapshot(index, head.Machine.State.Clone(), pages);
        head.Pages = now;
        lock (_turn)
        {
            foreach (PageSlot slot in taken) _inMemory.Enqueue(slot);
            Use((taken.Count * PageSlot.Cost) + (tables * TableCost));
        }
        PagesTaken += taken.Count;
        return head.From;
    }

    /// <summary>Lets go of the pages that none of the snapshots needs.</summary>
    public void Sweep(IEnumerable<Snapshot> snapshots)
    {
        lock (_turn)
        {
            int mark = ++_sweeps;
            long tables = 0;
            var seen = new HashSet<PageSlot?[]>();
            foreach (Snapshot snapshot in snapshots)
            {
                tables++;
                foreach (PageSlot?[]? table in snapshot.Pages)
                {
                    if (table is null || !seen.Add(table)) continue;
                    foreach (PageSlot? slot in table)
                        if (slot is not null) slot.Mark = mark;
                }
            }
            Volatile.Write(ref _inMemory, new Queue<PageSlot>(_inMemory.Where(slot => slot.Mark == mark)));
            foreach (PageSlot slot in _onDisk)
                if (slot.Mark != mark) _file!.Free(slot.Block);
            if (_onDisk.RemoveAll(slot => slot.Mark != mark) > 0) Volatile.Write(ref _isFull, false);
            Use((_inMemory.Count * PageSlot.Cost) + (_onDisk.Count * PageSlot.DiskCost) + ((tables + seen.Count) * TableCost) - _memory);
        }
    }

    /// <summary>Writes pages to disk, those taken first before others. Where that fails, nothing is spillable until <see cref="AskAgain"/>.</summary>
    public void Spill(long bytes)
    {
        lock (_turn)
        {
            if (SpillableBytes == 0) return;
            try
            {
                for (long done = 0; done < bytes && _inMemory.Count > 0 && !_isFull;) done += SpillBatch();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
            {
                Volatile.Write(ref _isBroken, true);
                _pool.Warn($"The folder {_pool.Options.SpillFolder} takes no more snapshots ({SpillFile.Reason(exception)}): fewer are kept from now on, and disputes take longer. Free space there, name another folder, or allow more memory.");
            }
        }
    }

    /// <summary>Disk was given back: what the disk refused before, it may take now.</summary>
    public void AskAgain()
    {
        Volatile.Write(ref _isFull, false);
        Volatile.Write(ref _isBroken, false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_turn)
        {
            Use(-_memory);
            if (_file is not null) _pool.AddDisk(-_file.Blocks * Page.Size);
            _file?.Dispose();
            _file = null;
            Volatile.Write(ref _inMemory, []);
            _onDisk.Clear();
        }
        _pool.Leave(this);
    }

    private long SpillBatch()
    {
        int count = Math.Min(Batch, _inMemory.Count);
        long growth = Math.Max(0, count - (_file?.FreeBlocks ?? 0)) * (long)Page.Size;
        if (growth > 0 && !HasRoomFor(growth))
        {
            Volatile.Write(ref _isFull, true);
            return 0;
        }
        _file ??= SpillFile.Create(_pool.Options.SpillFolder);
        PageSlot[] slots = [.. _inMemory.Take(count)];
        long[] blocks = _file.Reserve(count);
        _pool.AddDisk(growth);
        try
        {
            _file.Write(blocks, [.. slots.Select(slot => (ReadOnlyMemory<byte>)slot.Page!.Data)]);
        }
        catch
        {
            foreach (long block in blocks) _file.Free(block);
            throw;
        }
        for (int i = 0; i < count; i++)
        {
            PageSlot slot = _inMemory.Dequeue();
            slot.Block = blocks[i];
            slot.Checksum = SpillFile.Checksum(slot.Page!.Data);
            slot.Root = slot.Page.Root;
            slot.Page = null;
            _onDisk.Add(slot);
        }
        Use(-count * Gain);
        return count * Gain;
    }

    private bool HasRoomFor(long bytes)
    {
        SnapshotOptions options = _pool.Options;
        if (_pool.DiskUsed + bytes > _pool.DiskLimit)
        {
            _pool.Warn($"Snapshots have taken the {_pool.DiskLimit >> 20} MiB of disk that they may: they are kept further apart from now on, and disputes take longer. Allow more memory; the disk limit grows with it.");
            return false;
        }
        Directory.CreateDirectory(options.SpillFolder);
        if (FreeSpace(options.SpillFolder) - bytes >= options.FreeDisk) return true;
        _pool.Warn($"The disk of {options.SpillFolder} has less than {options.FreeDisk >> 20} MiB left: snapshots are kept further apart from now on, and disputes take longer. Free space there, or name another folder.");
        return false;
    }

    private static long FreeSpace(string folder)
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
        }
        catch (ArgumentException)
        {
            return long.MaxValue; // a share on Windows has no drive to ask
        }
    }

    /// <summary>The page; a read from disk is the caller's own copy, whose root is remembered.</summary>
    private Page Load(PageSlot slot)
    {
        if (slot.Page is { } page) return page;
        page = Page.ToBeFilled(slot);
        page.Root = slot.Root;
        (_file ?? throw new IOException("the snapshots were given up")).Read(slot.Block, slot.Checksum, page.Data);
        return page;
    }

    private void Use(long bytes)
    {
        Interlocked.Add(ref _memory, bytes);
        _pool.AddMemory(bytes);
    }
}
