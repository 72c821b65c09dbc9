using System.Diagnostics;
using Opml.Mips.Execution;
using Opml.Mips.Image;
using Opml.Mips.Trace;

namespace Opml.Benchmarks;

/// <summary>
/// What a whole game's states cost a player: the trace with its snapshots, the hashes of every round, both roots and the proof of the step,
/// against one plain run of the same guest.
/// </summary>
internal static class TraceBenchmark
{
    private const int Parts = 16;
    private const int Pairs = 7;
    public const ulong LongSteps = 100_000_000_000;
    private const long SmallMemory = 64L << 20;

    public static void Run()
    {
        Measurement.Say($"{"a whole game's states",-34}{"steps",14}{"plain run",11}{"trace",11}{"game",9}{"ratio",8}{"a hash",10}{"rounds",8}{"memory",10}{"disk",10}");
        Measure("the tutorial's inference, warm", Guest.Files.Load(Guest.Digit, null), 1 << 24, Pairs, SnapshotOptions.DefaultMemoryLimit);
        foreach ((string file, string what) in new[] { ("matrix", "matrix product, Go softfloat"), ("sha256", "SHA-256, Go") })
            Measure(what, Load(file), ulong.MaxValue, Pairs, SnapshotOptions.DefaultMemoryLimit);
    }

    /// <summary>A trace of 10^11 steps of a guest that never ends and keeps rewriting 64 MiB, within 64 MiB of memory.</summary>
    public static void RunLong(ulong steps) => Measure("endless C, 64 MiB rewritten", Load("endless"), steps, 1, SmallMemory);

    private static Machine Load(string file) =>
        Machine.Load(MipsImage.Load(Path.Combine(AppContext.BaseDirectory, "guests", file + ".elf")).Bytes.Span, [], []);

    private static void Measure(string what, Machine start, ulong limit, int pairs, long memory)
    {
        Machine end = start.Fork();
        end.Run(pairs == 1 ? limit / 20 : limit); // translates what is hot
        double[] plain = new double[pairs], traced = new double[pairs], game = new double[pairs], ratio = new double[pairs], hash = new double[pairs];
        ulong steps = 0;
        int rounds = 0;
        long memoryUsed = 0, diskUsed = 0;
        for (int i = 0; i < pairs; i++)
        {
            plain[i] = Seconds(() => start.Fork().Run(limit));
            var pool = new SnapshotPool(new SnapshotOptions { MemoryLimit = memory, Warn = Console.WriteLine });
            ExecutionTrace? trace = null;
            traced[i] = Seconds(() => trace = new ExecutionTrace(start, limit, pool));
            steps = trace!.Length;
            int asked = 0;
            game[i] = Seconds(() => (asked, rounds) = Play(trace, steps / 3));
            (memoryUsed, diskUsed) = (pool.MemoryUsed, pool.DiskUsed);
            ratio[i] = (traced[i] + game[i]) / plain[i];
            ulong another = (ulong)((UInt128)steps * 5 / 14);
            hash[i] = Seconds(() => trace.StateHashAt(another));
            trace.Dispose();
        }
        Measurement.Say($"{what,-34}{steps,14:N0}{Text(plain),11}{Text(traced),11}{Text(game),9}{Measurement.Median(ratio),8:0.00}{Text(hash),10}{rounds,8}{memoryUsed >> 20,6} MiB{diskUsed >> 20,6} MiB");
    }

    /// <summary>What a proposer hashes in a game about one step: the ends of all parts of every segment, then both roots and the proof.</summary>
    public static (int Asked, int Rounds) Play(ExecutionTrace trace, ulong step)
    {
        trace.StateHashAt(trace.Length);
        ulong from = 0, to = trace.Length;
        int asked = 1, rounds = 0;
        for (; to - from > 1; rounds++)
        {
            ulong start = from, size = to - from, count = Math.Min(Parts, size);
            for (ulong i = 1; i < count; i++, asked++)
            {
                ulong end = start + (ulong)((UInt128)size * i / count);
                trace.StateHashAt(end);
                if (end <= step) from = end;
                else if (end < to) to = end;
            }
        }
        trace.WitnessAt(from);
        trace.ProofAt(from);
        trace.StateHashAt(to);
        return (asked, rounds);
    }

    private static double Seconds(Action work)
    {
        long begin = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }

    private static string Text(double[] seconds) => Measurement.Median(seconds) switch
    {
        < 1 and var value => FormattableString.Invariant($"{value * 1e3:0.00} ms"),
        var value => FormattableString.Invariant($"{value:0.00} s"),
    };
}
