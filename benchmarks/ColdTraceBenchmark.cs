using System.Diagnostics;
using System.Globalization;
using Opml.Mips.Execution;
using Opml.Mips.Trace;

namespace Opml.Benchmarks;

/// <summary>
/// The tutorial's inference as the first thing in a process: a plain run against a trace and a whole game's states. With the package's
/// precompiled assemblies, as its shell runs them, where there is a package; and as the just-in-time compiler makes them.
/// </summary>
internal static class ColdTraceBenchmark
{
    private const int Pairs = 9;

    /// <param name="package">The package's folder.</param>
    public static void Run(string? package)
    {
        string program = Environment.ProcessPath!, assembly = typeof(ColdTraceBenchmark).Assembly.Location;
        Compare("compiled just in time", program, assembly);
        string libraries = Path.Combine(package ?? "", "module", "bin", "deps");
        if (package is null || !Directory.Exists(libraries))
        {
            Console.WriteLine($"precompiled: no package{(package is null ? "" : $" in {package}")}; 'build.ps1 Package' makes one, and 'build.ps1 Package, Bench' measures it");
            return;
        }
        string folder = Directory.CreateTempSubdirectory("opml-bench-").FullName;
        try
        {
            Copy(AppContext.BaseDirectory, folder);
            foreach (string library in Directory.EnumerateFiles(libraries, "Opml.*.dll"))
                if (File.Exists(Path.Combine(folder, Path.GetFileName(library)))) File.Copy(library, Path.Combine(folder, Path.GetFileName(library)), overwrite: true);
            bool isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
            Compare("precompiled, as in the package", isHost ? program : Path.Combine(folder, Path.GetFileName(program)), Path.Combine(folder, Path.GetFileName(assembly)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The one or the other, in this process. Prints milliseconds by the clock and of processor time.</summary>
    public static void RunHere(bool withGame)
    {
        Machine start = Guest.Files.Load(Guest.Digit, null);
        start.MemoryRoot();
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        long begin = Stopwatch.GetTimestamp();
        if (withGame)
        {
            using var trace = new ExecutionTrace(start, ulong.MaxValue);
            TraceBenchmark.Play(trace, trace.Length / 3);
        }
        else
        {
            start.Fork().Run(ulong.MaxValue);
        }
        Measurement.Say($"{Stopwatch.GetElapsedTime(begin).TotalMilliseconds} {(Environment.CpuUsage.TotalTime - processor).TotalMilliseconds}");
    }

    private static void Compare(string what, string program, string assembly)
    {
        double[] plain = new double[Pairs], game = new double[Pairs], plainCpu = new double[Pairs], gameCpu = new double[Pairs];
        for (int i = 0; i < Pairs; i++)
        {
            (plain[i], plainCpu[i]) = InNewProcess(program, assembly, "plain");
            (game[i], gameCpu[i]) = InNewProcess(program, assembly, "game");
        }
        double[] ratio = [.. game.Zip(plain, (g, p) => g / p)], ratioCpu = [.. gameCpu.Zip(plainCpu, (g, p) => g / p)];
        Measurement.Say($"the tutorial's inference as the first in its process, {what}: plain {Measurement.Median(plain):0.0} ms ({Measurement.Median(plainCpu):0.0} of processor time), trace and game {Measurement.Median(game):0.0} ms ({Measurement.Median(gameCpu):0.0}); ratio {Measurement.Median(ratio):0.00} ({Measurement.Median(ratioCpu):0.00})");
    }

    private static (double Milliseconds, double Processor) InNewProcess(string program, string assembly, string what)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet") start.ArgumentList.Add(assembly);
        start.ArgumentList.Add("cold");
        start.ArgumentList.Add(what);
        using Process process = Process.Start(start)!;
        string[] words = process.StandardOutput.ReadToEnd().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        return (double.Parse(words[0], CultureInfo.InvariantCulture), double.Parse(words[1], CultureInfo.InvariantCulture));
    }

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
