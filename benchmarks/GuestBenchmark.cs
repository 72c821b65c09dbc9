using System.Diagnostics;
using System.Runtime;
using Opml.Mips.Execution;
using Opml.Mips.Execution.Reference;
using Opml.Mips.Execution.Translated;
using Opml.Mips.Image;
using Opml.Mips.State;

namespace Opml.Benchmarks;

/// <summary>
/// Five kinds of guest on our engines, and the same ELF files in qemu-mips (user mode), pair by pair. A cold run translates anew; a warm
/// one is a fork of a machine that has run.
/// </summary>
internal static class GuestBenchmark
{
    private const int Pairs = 7;
    private const string Peer = "qemu-mips";

    private static readonly List<string> s_coldTimes = [];

    private static readonly (string File, string What)[] s_guests =
    [
        ("matrix", "matrix product, Go softfloat"),
        ("perceptron", "perceptron, Go softfloat"),
        ("sha256", "SHA-256, Go"),
        ("bare", "bare C"),
        ("records", "JSON, maps, sorting, Go"),
    ];

    public static void Run(string[] only)
    {
        bool hasPeer = HasPeer();
        if (!hasPeer) Console.WriteLine($"no {Peer} on PATH (Debian: qemu-user): its column is left out");
        Console.WriteLine($"{"million guest instructions a second, medians",-46}{"steps",10}{"reference",11}{"cold",9}{"warm",9}{Peer,11}{"warm/peer",11}");
        foreach ((string file, string what) in s_guests)
            if (only.Length == 0 || only.Contains(file)) Run(Path.Combine(AppContext.BaseDirectory, "guests", file + ".elf"), what, hasPeer);
        Console.WriteLine();
        Console.WriteLine($"{"where the time of a cold run goes, in percent",-46}{"translated",11}{"interpreted",12}{"(steps)",9}{"waiting",9}{"steps an entry",16}{"jit, ms, all threads",22}");
        s_coldTimes.ForEach(Console.WriteLine);
    }

    private static void Run(string path, string what, bool hasPeer)
    {
        MipsImage image = MipsImage.Load(path);
        Machine start = Load(image, TranslatedEngine.Instance);
        Machine end = start.Fork();
        ulong steps = Finish(end);
        if (hasPeer) RunPeer(path, end.State.ExitCode);
        double[] cold = new double[Pairs], warm = new double[Pairs], peer = new double[Pairs], ratio = new double[Pairs];
        for (int i = 0; i < Pairs; i++)
        {
            warm[i] = Rate(steps, () => Finish(start.Fork()));
            if (hasPeer) peer[i] = Rate(steps, () => RunPeer(path, end.State.ExitCode));
            ratio[i] = warm[i] / peer[i];
            Machine fresh = Load(image, TranslatedEngine.Instance);
            cold[i] = Rate(steps, () => Finish(fresh));
        }
        Machine slow = Load(image, ReferenceEngine.Instance);
        ulong sample = Math.Min(steps, 40_000_000);
        double reference = Rate(sample, () => slow.Run(sample));
        string theirs = hasPeer ? FormattableString.Invariant($"{Measurement.Median(peer),11:N0}{Measurement.Median(ratio),11:0.00}") : "";
        s_coldTimes.Add(ColdTimes(image, what));
        Measurement.Say($"{what,-46}{steps / 1e6,9:N1}M{reference,11:N0}{Measurement.Median(cold),9:N0}{Measurement.Median(warm),9:N0}{theirs}");
    }

    private static string ColdTimes(MipsImage image, string what)
    {
        var meter = new EngineMeter();
        Machine machine = Load(image, TranslatedEngine.Metered(meter));
        TimeSpan compiled = JitInfo.GetCompilationTime();
        long begin = Stopwatch.GetTimestamp();
        ulong steps = Finish(machine);
        TimeSpan all = Stopwatch.GetElapsedTime(begin);
        double interpreted = 100 * (meter.Interpreting / all), waiting = 100 * (meter.Translating / all);
        return FormattableString.Invariant(
            $"{what,-46}{100 - interpreted - waiting,11:0.0}{interpreted,12:0.0}{100.0 * meter.InterpretedSteps / steps,9:0.00}{waiting,9:0.0}{(double)((long)steps - meter.InterpretedSteps) / meter.Entries,16:N0}{(JitInfo.GetCompilationTime() - compiled).TotalMilliseconds,22:N0}");
    }

    private static Machine Load(MipsImage image, IExecutionEngine engine) => Machine.Load(image.Bytes.Span, [], [], engine);

    private static ulong Finish(Machine machine)
    {
        machine.Run(ulong.MaxValue);
        if (machine.State.Status is MachineStatus.Trapped) throw new InvalidOperationException($"The guest trapped at 0x{machine.State.Pc:x8}.");
        return machine.State.Step;
    }

    private static double Rate(ulong steps, Action work)
    {
        long begin = Stopwatch.GetTimestamp();
        work();
        return steps / 1e6 / Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }

    private static bool HasPeer() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, Peer)));

    /// <summary>The peer refuses, without a word, what may not be executed; and a run that failed is no measurement.</summary>
    private static void RunPeer(string path, int exitCode)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserExecute);
        using Process process = Process.Start(new ProcessStartInfo(Peer, [path]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != exitCode) throw new InvalidOperationException($"{Peer} {path} ended with {process.ExitCode}; here it is {exitCode}.");
    }
}
