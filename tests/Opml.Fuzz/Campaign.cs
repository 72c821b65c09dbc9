using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using SharpFuzz;

namespace Opml.Fuzz;

/// <summary>Instruments copies of the engine's assemblies, and has a child process feed each target for its share of the time.</summary>
internal static class Campaign
{
    private static readonly string[] s_assemblies = ["Opml.Mips.dll", "Opml.Models.dll", "Opml.Ethereum.dll", "Opml.Dispute.dll"];

    public static int Run(FuzzOptions options)
    {
        string folder = Directory.CreateTempSubdirectory("opml-fuzz-").FullName;
        try
        {
            string program = Instrument(folder);
            FuzzTarget[] targets = [.. FuzzTargets.All.Where(target => options.Target is null || target.Name == options.Target)];
            int atOnce = Math.Min(Math.Max(1, Environment.ProcessorCount), targets.Length);
            double seconds = options.Time.TotalSeconds * atOnce / targets.Length;
            var finds = new List<string>();
            Parallel.ForEach(targets, new ParallelOptions { MaxDegreeOfParallelism = atOnce }, target =>
            {
                string line = Feed(program, folder, target, seconds, options, out string? find);
                lock (finds)
                {
                    Console.WriteLine(line);
                    if (find is not null) finds.Add(find);
                }
            });
            Console.WriteLine(finds.Count == 0 ? "fuzz: nothing found" : $"fuzz: {finds.Count} targets broke");
            return finds.Count == 0 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Instrument(string folder)
    {
        string source = AppContext.BaseDirectory;
        foreach (string path in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(folder, Path.GetRelativePath(source, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }

        foreach (string assembly in s_assemblies)
            _ = Fuzzer.Instrument(Path.Combine(folder, assembly), static _ => true, Options.Value).Count();
        return Path.Combine(folder, "Opml.Fuzz.dll");
    }

    // The line of the table; in find, where the input lies that broke the target.
    private static string Feed(string program, string folder, FuzzTarget target, double seconds, FuzzOptions options, out string? find)
    {
        string path = Path.Combine(folder, $"{target.Name}.current");
        using var current = new CurrentInput(path);
        // Started by dotnet, or by the program's own host: the copies are started likewise.
        string host = Environment.ProcessPath!;
        bool isOwn = Path.GetFileName(host) is not ("dotnet" or "dotnet.exe");
        if (isOwn) host = Path.Combine(folder, Path.GetFileName(host));
        string[] arguments =
            [.. isOwn ? [] : new[] { program }, "--child", target.Name, "--current", path, "--seed", $"{options.Seed}", "--seconds", seconds.ToString(CultureInfo.InvariantCulture)];
        using var child = Process.Start(new ProcessStartInfo(host, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> told = child.StandardOutput.ReadToEndAsync();
        Task<string> wrong = child.StandardError.ReadToEndAsync();
        bool isStuck = !WaitWhileMoving(child, current);
        if (isStuck) child.Kill(entireProcessTree: true);
        child.WaitForExit();

        find = null;
        string count = current.Count.ToString("N0", CultureInfo.InvariantCulture);
        if (child.ExitCode == 0 && !isStuck)
        {
            string[] figures = told.Result.Split(' ', StringSplitOptions.TrimEntries);
            return $"{target.Name,-14} {count,14} inputs {figures[0],8} branches {figures[1],6} kept";
        }

        string output = options.Output.Length > 0 ? options.Output : Path.Combine(Environment.CurrentDirectory, "fuzz-found");
        byte[] input = current.Read();
        string name = Convert.ToHexStringLower(SHA256.HashData(input))[..16];
        find = Path.Combine(Directory.CreateDirectory(Path.Combine(output, target.Name)).FullName, name);
        File.WriteAllBytes(find, input);
        string what = isStuck ? $"It took more than {FuzzTarget.SecondsAtMost} seconds of processor time."
            : child.ExitCode == ChildProcess.Found ? wrong.Result
            : $"The process ended with exit code {child.ExitCode}. {wrong.Result}";
        return $"{target.Name,-14} {count,14} inputs, then BROKE on {find}\n{what}";
    }

    // False when the child has been at one input for too long, by its processor's time: the machine may be busy.
    private static bool WaitWhileMoving(Process child, CurrentInput current)
    {
        long count = -1;
        TimeSpan since = default;
        while (!child.WaitForExit(200))
        {
            TimeSpan used = TimeUsed(child);
            if (current.Count != count)
            {
                count = current.Count;
                since = used;
            }
            else if (count > 0 && (used - since).TotalSeconds > FuzzTarget.SecondsAtMost)
            {
                return false;
            }
        }

        return true;
    }

    private static TimeSpan TimeUsed(Process child)
    {
        try
        {
            child.Refresh();
            return child.TotalProcessorTime;
        }
        catch (InvalidOperationException)
        {
            return default; // It has just ended.
        }
    }
}
