using System.Diagnostics;
using Opml.Mips.Execution;
using Opml.Mips.Image;
using Opml.Mips.Memory;

namespace Opml.Benchmarks;

/// <summary>Time by steps, and memory by pages touched, each over four orders of magnitude.</summary>
internal static class ScalingBenchmark
{
    private const int Runs = 5;

    public static void Run()
    {
        Measurement.Say($"{"time by steps",-20}{"seconds",12}{"ns a step",12}");
        Machine start = Machine.Load(MipsImage.Load(Path.Combine(AppContext.BaseDirectory, "guests", "endless.elf")).Bytes.Span, [], []);
        start.Fork().Run(100_000_000);
        for (ulong steps = 1_000_000; steps <= 10_000_000_000; steps *= 10)
        {
            double[] seconds = new double[steps < 1_000_000_000 ? Runs : 1];
            for (int i = 0; i < seconds.Length; i++)
            {
                Machine machine = start.Fork();
                long begin = Stopwatch.GetTimestamp();
                machine.Run(steps);
                seconds[i] = Stopwatch.GetElapsedTime(begin).TotalSeconds;
            }
            double median = Measurement.Median(seconds);
            Measurement.Say($"{steps,-20:N0}{median,12:0.0000}{median * 1e9 / steps,12:0.000}");
        }

        Console.WriteLine();
        Measurement.Say($"{"memory by pages",-20}{"MiB",12}{"KiB a page",12}{"root, ms",12}{"us a page",12}");
        for (uint pages = 10; pages <= 100_000; pages *= 10) MeasurePages(pages);
    }

    private static void MeasurePages(uint pages)
    {
        double[] seconds = new double[Runs];
        for (int i = 0; i < Runs; i++)
        {
            Machine other = Toucher(pages);
            other.Run(ulong.MaxValue);
            long begin = Stopwatch.GetTimestamp();
            other.MemoryRoot();
            seconds[i] = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        }
        double median = Measurement.Median(seconds);

        long before = GC.GetTotalMemory(forceFullCollection: true);
        Machine machine = Toucher(pages);
        machine.Run(ulong.MaxValue);
        machine.MemoryRoot();
        long bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        if (machine.Memory.PageCount != pages + 1) throw new InvalidOperationException($"The guest touched {machine.Memory.PageCount} pages.");
        Measurement.Say($"{pages,-20:N0}{bytes / 1048576.0,12:0.00}{bytes / 1024.0 / pages,12:0.00}{median * 1e3,12:0.00}{median * 1e6 / pages,12:0.00}");
    }

    /// <summary>A program that writes a word to each of so many pages and exits.</summary>
    private static Machine Toucher(uint pages)
    {
        uint[] words =
        [
            0x3c104000,                      // lui   $s0, 0x4000
            0x3c080000 | pages >> 16,        // lui   $t0, pages
            0x35080000 | (pages & 0xffff),   // ori   $t0, $t0, pages
            0xae080000,                      // sw    $t0, 0($s0)
            0x2508ffff,                      // addiu $t0, $t0, -1
            0x1500fffd,                      // bnez  $t0, -3
            0x26101000,                      // addiu $s0, $s0, 4096
            0x34020fa1,                      // ori   $v0, $0, 4001
            0x34040000,                      // ori   $a0, $0, 0
            0x0000000c,                      // syscall
        ];
        var memory = new AddressSpace();
        for (uint i = 0; i < words.Length; i++) memory.WriteWord(i * 4, words[i]);
        return new Machine(memory);
    }
}
