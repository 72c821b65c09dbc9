using Opml.Mips.Execution;
using Opml.Mips.Execution.Translated;
using Opml.Mips.Tests.Execution;
using Opml.Mips.Trace;

namespace Opml.Mips.Tests.Trace;

public sealed class SnapshotTests : IDisposable
{
    private const ulong Steps = 3_000_000;
    private const int Mebibyte = 1 << 20;

    private readonly string _folder = Directory.CreateTempSubdirectory("opml-tests-").FullName;
    private readonly List<string> _warnings = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Pages_that_do_not_change_are_kept_once()
    {
        using var trace = new ExecutionTrace(Writer(pages: 1), Steps, Pool(64 * Mebibyte), Token);
        Assert.InRange(trace.SnapshotCount, 40, 128);
        // A page, and the two or three tables that lead to it, for each.
        Assert.InRange(trace.MemoryUsed, 1, trace.SnapshotCount * 32L * 1024);
    }

    [Fact]
    public void What_is_over_the_memory_limit_goes_to_disk_and_comes_back_the_same()
    {
        SnapshotPool pool = Pool(8 * Mebibyte);
        using var trace = new ExecutionTrace(Writer(), Steps, pool, Token);
        Assert.InRange(trace.SnapshotCount, 16, 128);
        Assert.InRange(pool.MemoryUsed, 1, 8 * Mebibyte);
        Assert.InRange(pool.DiskUsed, 16 * Mebibyte, 128 * Mebibyte);
        CheckStates(trace);
        Assert.InRange(pool.MemoryUsed, 1, 8 * Mebibyte);
        Assert.Empty(_warnings);
    }

    [Fact]
    public void A_process_that_is_killed_leaves_no_file_behind_for_the_file_has_no_name()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Windows shows the file until the process ends, and removes it then");
        SnapshotPool pool = Pool(8 * Mebibyte);
        using var trace = new ExecutionTrace(Writer(), Steps, pool, Token);
        Assert.NotEqual(0, pool.DiskUsed);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void Where_nothing_can_be_written_fewer_snapshots_are_kept_and_all_states_are_there()
    {
        string file = Path.Combine(_folder, "not a folder");
        File.WriteAllText(file, "");
        SnapshotPool pool = Pool(8 * Mebibyte, spillFolder: file);
        using var trace = new ExecutionTrace(Writer(), Steps, pool, Token);
        Assert.InRange(trace.SnapshotCount, 2, 8);
        CheckStates(trace);
        Assert.InRange(pool.MemoryUsed, 1, 8 * Mebibyte);
        Assert.Equal(0, pool.DiskUsed);
        Assert.Contains(file, Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void The_disk_limit_holds_and_snapshots_are_kept_further_apart()
    {
        var pool = new SnapshotPool(Options(8 * Mebibyte) with { DiskLimit = 10 * Mebibyte });
        using var trace = new ExecutionTrace(Writer(), Steps, pool, Token);
        Assert.InRange(trace.SnapshotCount, 8, 20);
        CheckStates(trace);
        Assert.InRange(pool.MemoryUsed, 1, 8 * Mebibyte);
        Assert.InRange(pool.DiskUsed, 1, 10 * Mebibyte);
        Assert.Contains("10 MiB", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Pages_written_long_ago_are_there_after_the_snapshot_that_took_them_was_dropped()
    {
        var pool = new SnapshotPool(Options(Mebibyte) with { DiskLimit = 8 * Mebibyte });
        using var trace = new ExecutionTrace(SlowWriter(), Steps, pool, Token);
        Assert.InRange(trace.SnapshotCount, 2, 30);
        CheckStates(trace, start: SlowWriter());
        Assert.InRange(pool.DiskUsed, 1, 8 * Mebibyte);
        Assert.Contains("8 MiB", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(8 * Mebibyte)] // all go to disk
    [InlineData(0)]            // all stay in memory
    public void A_page_that_went_on_into_the_next_snapshot_is_counted_when_the_one_that_took_it_is_dropped(long disk)
    {
        var pool = new SnapshotPool(Options(Mebibyte) with { DiskLimit = disk });
        Machine start = SlowWriter();
        start.MemoryRoot();
        using var snapshots = new Snapshots(start, pool);
        TraceHead head = snapshots.Restore(0);
        while (head.Machine.State.Step < Steps)
        {
            head.Machine.Run(snapshots.NextEven - head.Machine.State.Step, Token);
            snapshots.AddEven(head);
            PageSlot[] slots = [.. Kept(snapshots, head.Machine.State.Step).Append(head.From).SelectMany(snapshot => snapshot.Pages).OfType<PageSlot?[]>().SelectMany(table => table).OfType<PageSlot>().Distinct()];
            Assert.InRange(slots.Sum(slot => slot.Page is null ? PageSlot.DiskCost : PageSlot.Cost), 0, snapshots.MemoryUsed);
            long[] blocks = [.. slots.Where(slot => slot.Page is null).Select(slot => slot.Block)];
            Assert.Equal(blocks.Length, blocks.Distinct().Count());
        }

        static IEnumerable<Snapshot> Kept(Snapshots snapshots, ulong end)
        {
            for (Snapshot at = snapshots.Nearest(end); at.Index > 0; at = snapshots.Nearest(at.Index - 1)) yield return at;
        }
    }

    [Fact]
    public void Disk_that_a_trace_gives_back_is_there_for_those_that_were_refused()
    {
        var pool = new SnapshotPool(Options(2 * Mebibyte) with { DiskLimit = 8 * Mebibyte });
        using var first = new ExecutionTrace(Writer(), Steps, pool, Token);
        Assert.NotEqual(0, pool.DiskUsed);
        var engine = new CountingEngine { Counted = steps => { if (steps > 1 << 17) first.Dispose(); } };
        using var second = new ExecutionTrace(Writer(256, engine), Steps, pool, Token);
        Assert.NotEqual(0, pool.DiskUsed);
        CheckStates(second);
    }

    [Fact]
    public void A_folder_that_failed_is_tried_again_when_a_trace_is_let_go_of()
    {
        string folder = Path.Combine(_folder, "not a folder yet");
        File.WriteAllText(folder, "");
        SnapshotPool pool = Pool(2 * Mebibyte, folder);
        using var first = new ExecutionTrace(Writer(), Steps, pool, Token);
        var engine = new CountingEngine
        {
            Counted = steps =>
            {
                if (steps <= 1 << 18) return;
                if (File.Exists(folder)) File.Delete(folder);
                first.Dispose();
            },
        };
        using var second = new ExecutionTrace(Writer(256, engine), Steps, pool, Token);
        Assert.NotEqual(0, pool.DiskUsed);
        CheckStates(second);
    }

    [Fact]
    public void A_folder_without_a_name_costs_snapshots_and_no_run()
    {
        SnapshotPool pool = Pool(2 * Mebibyte, "");
        using var trace = new ExecutionTrace(Writer(), Steps, pool, Token);
        CheckStates(trace);
        Assert.Contains("takes no more snapshots", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void What_two_traces_cannot_write_is_told_once()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("paths on Windows can be longer than a folder's");
        int longest = OperatingSystem.IsMacOS() ? 1023 : 4095;
        string folder = _folder; // a name of a file in it would be too long
        while (folder.Length < longest - 30) folder += "/" + new string('x', Math.Min(200, longest - 11 - folder.Length));
        Directory.CreateDirectory(folder);
        SnapshotPool pool = Pool(2 * Mebibyte, folder);
        using var first = new ExecutionTrace(Writer(), Steps, pool, Token);
        using var second = new ExecutionTrace(Writer(), Steps, pool, Token);
        Assert.Equal(0, pool.DiskUsed);
        Assert.Contains("takes no more snapshots", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_of_the_disk_is_left_free()
    {
        var pool = new SnapshotPool(Options(8 * Mebibyte) with { FreeDisk = long.MaxValue });
        using var trace = new ExecutionTrace(Writer(), Steps, pool, Token);
        CheckStates(trace);
        Assert.Equal(0, pool.DiskUsed);
        Assert.Contains("left", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_damaged_costs_time_and_no_state()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("only Linux lets a test reach a file without a name (/proc/self/fd)");
        using var trace = new ExecutionTrace(Writer(), Steps, Pool(8 * Mebibyte), Token);
        string file = Directory.EnumerateFiles("/proc/self/fd").First(path => File.ResolveLinkTarget(path, false)?.FullName.StartsWith(_folder, StringComparison.Ordinal) ?? false);
        using (FileStream stream = File.Open(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            byte[] garbage = new byte[stream.Length / 2];
            stream.Write(garbage);
            stream.SetLength(garbage.Length);
        }
        CheckStates(trace);
        Assert.All(_warnings, warning => Assert.Contains("cannot be read back", warning, StringComparison.Ordinal));
        Assert.NotEmpty(_warnings);
    }

    [Fact]
    public void Traces_that_share_a_pool_keep_within_its_limit_together()
    {
        SnapshotPool pool = Pool(8 * Mebibyte);
        using var first = new ExecutionTrace(Writer(), Steps / 2, pool, Token);
        using var second = new ExecutionTrace(Writer(), Steps / 2, pool, Token);
        Assert.InRange(first.MemoryUsed + second.MemoryUsed, 1, 8 * Mebibyte);
        Assert.Equal(first.MemoryUsed + second.MemoryUsed, pool.MemoryUsed);
        Assert.InRange(second.SnapshotCount, 16, 128);
        CheckStates(first, Steps / 2);
        CheckStates(second, Steps / 2);
    }

    [Fact]
    public async Task Traces_in_several_threads_share_a_pool()
    {
        var pool = new SnapshotPool(Options(4 * Mebibyte) with { DiskLimit = 1L << 30 });
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            () =>
            {
                using var trace = new ExecutionTrace(Writer(), Steps / 2, pool, Token);
                CheckStates(trace, Steps / 2);
            },
            Token)));
        Assert.Equal(0, pool.MemoryUsed);
        Assert.Equal(0, pool.DiskUsed);
        Assert.Empty(_warnings);
    }

    [Fact]
    public void A_trace_that_was_let_go_of_gives_all_back_and_still_answers()
    {
        SnapshotPool pool = Pool(8 * Mebibyte);
        var trace = new ExecutionTrace(Writer(), Steps, pool, Token);
        trace.StateHashAt(Steps / 2, Token);
        trace.Dispose();
        Assert.Equal(0, pool.MemoryUsed);
        Assert.Equal(0, pool.DiskUsed);
        CheckStates(trace);
        Assert.Equal(0, pool.MemoryUsed);
    }

    [Fact]
    public void A_run_that_is_cancelled_gives_all_back()
    {
        SnapshotPool pool = Pool(8 * Mebibyte);
        using var cancelling = new CancellationTokenSource();
        var engine = new CountingEngine { Counted = steps => { if (steps > Steps / 2) cancelling.Cancel(); } };
        Assert.ThrowsAny<OperationCanceledException>(() => new ExecutionTrace(Writer(256, engine), Steps, pool, cancelling.Token));
        Assert.InRange(engine.Steps, Steps / 2, Steps - 1);
        Assert.Equal(0, pool.MemoryUsed);
        Assert.Equal(0, pool.DiskUsed);
    }

    [Fact]
    public void A_pool_without_memory_keeps_nothing()
    {
        using var trace = new ExecutionTrace(Writer(), Steps, SnapshotPool.None, Token);
        Assert.Equal(1, trace.SnapshotCount);
        CheckStates(trace);
        Assert.Equal(1, trace.SnapshotCount);
        Assert.Equal(0, trace.MemoryUsed);
    }

    [Fact]
    public void A_pool_without_memory_holds_on_to_no_trace()
    {
        WeakReference trace = MakeAndForget();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.False(trace.IsAlive);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static WeakReference MakeAndForget() => new(new ExecutionTrace(Writer(), 1000, SnapshotPool.None, Token));
    }

    [Theory]
    [InlineData(20_000_003, 16)]
    [InlineData(20_000_003, 4)]
    [InlineData(150_000_001, 16)]
    public void A_whole_bisection_runs_less_than_three_tenths_of_the_trace_again(ulong length, ulong parts)
    {
        foreach (ulong wanted in new ulong[] { 1, length / 3, length / 2, length - 1 })
        {
            var engine = new CountingEngine();
            using var trace = new ExecutionTrace(Writer(16, engine), length, Pool(64 * Mebibyte), Token);
            Assert.Equal(length, engine.Steps);
            ulong from = 0, to = length;
            while (to - from > 1)
            {
                ulong count = Math.Min(parts, to - from);
                ulong[] ends = [.. Enumerable.Range(0, (int)count + 1).Select(i => from + ((to - from) * (ulong)i / count))];
                foreach (ulong end in ends[1..^1]) trace.StateHashAt(end, Token);
                from = ends.Last(end => end <= wanted);
                to = ends.First(end => end > wanted);
            }
            trace.ProofAt(from, Token);
            Assert.InRange(engine.Steps - length, 1ul, length * 3 / 10);
        }
    }

    [Fact]
    public void A_state_that_was_asked_for_stays_at_hand()
    {
        const ulong length = 150_000_001, wanted = (length / 3) + 1_000_003;
        var engine = new CountingEngine();
        using var trace = new ExecutionTrace(Writer(16, engine), length, Pool(64 * Mebibyte), Token);
        trace.StateHashAt(wanted, Token);
        ulong first = engine.Steps - length;
        trace.StateHashAt(length - 1, Token);
        ulong before = engine.Steps;
        trace.StateHashAt(wanted, Token);
        Assert.InRange(first, 1u << 16, ulong.MaxValue);
        Assert.Equal(before, engine.Steps);
    }

    [Fact]
    public void A_pool_takes_no_negative_limit()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SnapshotPool(new SnapshotOptions { MemoryLimit = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SnapshotPool(new SnapshotOptions { DiskLimit = -1 }));
    }

    // Writes a counter to the first word of page after page, over and over: 6 steps each, for ever.
    private static Machine Writer(int pages = 256, IExecutionEngine? engine = null) => Program.Load(engine,
        0x3c104000,                                              // lui   $s0, 0x4000
        0x3c110000 | ((uint)((pages - 1) << 12) >> 16),          // lui   $s1, mask
        0x36310000 | ((uint)((pages - 1) << 12) & 0xffff),       // ori   $s1, $s1, mask
        0x00095300,                                              // sll   $t2, $t1, 12
        0x01515024,                                              // and   $t2, $t2, $s1
        0x01505021,                                              // addu  $t2, $t2, $s0
        0xad490000,                                              // sw    $t1, 0($t2)
        0x1000fffb,                                              // b     -5
        0x25290001);                                             // addiu $t1, $t1, 1

    // Likewise, but takes 600 steps for a page, and 600,000 until it comes back to the first.
    private static Machine SlowWriter() => Program.Load(
        null,
        0x3c104000,   // lui   $s0, 0x4000
        0x3c11003f,   // lui   $s1, 0x3f
        0x3631f000,   // ori   $s1, $s1, 0xf000
        0x00095300,   // sll   $t2, $t1, 12
        0x01515024,   // and   $t2, $t2, $s1
        0x01505021,   // addu  $t2, $t2, $s0
        0xad490000,   // sw    $t1, 0($t2)
        0x240b00c8,   // addiu $t3, $0, 200
        0x256bffff,   // addiu $t3, $t3, -1
        0x1560fffe,   // bne   $t3, $0, -2
        0x00000000,   // nop
        0x1000fff7,   // b     -9
        0x25290001);  // addiu $t1, $t1, 1

    private static void CheckStates(ExecutionTrace trace, ulong length = Steps, Machine? start = null)
    {
        Machine plain = start ?? Writer();
        ulong[] indices = [.. Enumerable.Range(1, 40).Select(i => length * (ulong)i / 41)];
        var hashes = new Dictionary<ulong, byte[]>();
        foreach (ulong index in indices)
        {
            plain.Run(index - plain.State.Step, Token);
            hashes[index] = plain.StateHash();
        }
        new Random(1).Shuffle(indices);
        foreach (ulong index in indices) Assert.Equal(hashes[index], trace.StateHashAt(index, Token));
    }

    private SnapshotOptions Options(long memory) => new() { MemoryLimit = memory, SpillFolder = _folder, FreeDisk = 0, Warn = _warnings.Add };

    private SnapshotPool Pool(long memory, string? spillFolder = null) => new(Options(memory) with { SpillFolder = spillFolder ?? _folder });

    private sealed class CountingEngine : IExecutionEngine
    {
        public ulong Steps { get; private set; }

        public Action<ulong>? Counted { get; init; }

        public ulong Run(Machine machine, ulong maximumSteps, CancellationToken cancellationToken)
        {
            ulong done = TranslatedEngine.Instance.Run(machine, maximumSteps, cancellationToken);
            Steps += done;
            Counted?.Invoke(Steps);
            return done;
        }

        public void Prepare(Machine machine) => TranslatedEngine.Instance.Prepare(machine);
    }
}
