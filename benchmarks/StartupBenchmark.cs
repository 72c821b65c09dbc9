using System.Diagnostics;
using System.Globalization;
using Opml.Models.PyTorch;

namespace Opml.Benchmarks;

/// <summary>
/// The packaged shell (build.ps1 Package; precompiled), a new process each time: how long it takes to import the module and run a first command,
/// what that loads, and what a cold inference costs in processor time.
/// </summary>
internal static class StartupBenchmark
{
    private const int Runs = 7;
    private const string Cpu = "; [System.Environment]::CpuUsage.TotalTime.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture)";

    private static readonly string[] s_programs = ["Opml.Shell", "Opml.Shell.exe"];

    /// <param name="package">The package's folder; skipped, with a word, where it is not there.</param>
    public static void Run(string? package)
    {
        package = package is null ? null : Path.GetFullPath(package);
        string? program = package is null ? null : s_programs.Select(name => Path.Combine(package, "shell", name)).FirstOrDefault(File.Exists);
        if (program is null)
        {
            Console.WriteLine($"start-up: no package{(package is null ? "" : $" in {package}")}; 'build.ps1 Package' makes one, and 'build.ps1 Package, Bench' measures it");
            return;
        }
        string folder = Directory.CreateTempSubdirectory("opml-bench-").FullName;
        try
        {
            string manifest = Path.Combine(package!, "Opml.psd1");
            using (FileStream dict = File.Create(Path.Combine(folder, "model.pth"))) StateDictWriter.Write(Guest.Trained, dict);
            File.WriteAllBytes(Path.Combine(folder, "model.ggml"), Guest.Model);
            File.WriteAllBytes(Path.Combine(folder, "digit.bin"), Guest.Digit);
            File.WriteAllBytes(Path.Combine(folder, "mnist.bin"), Guest.Image.Bytes.ToArray());
            string import = $"Import-Module '{manifest}'";
            string convert = $"{import}; ConvertTo-Ggml '{folder}/model.pth' '{folder}/converted.ggml' -Force | Out-Null";
            string look = $"{import}; Get-Command Invoke-MipsVm | Out-Null";
            string infer = $"{import}; Invoke-MipsVm '{folder}/mnist.bin' -Model '{folder}/model.ggml' -InputPath '{folder}/digit.bin'";

            Measurement.Say($"{"start-up, medians of " + Runs + " new processes",-58}{"ms",8}{"processor ms",14}");
            (double bare, double bareCpu) = Report("the shell, a command of its own", program, "1 | Out-Null");
            (double converted, _) = Report("  + import of the module, ConvertTo-Ggml", program, convert);
            Measurement.Say($"  import and first command: {converted - bare:0} ms, with the shell's own start {converted:0} ms (goal: 500)");
            (double looked, double lookedCpu) = Report("  + import of the module, no command", program, look);
            (double one, double oneCpu) = Report("  + the tutorial's inference, cut off after a step", program, infer + " -StepLimit 1 | Out-Null");
            (double whole, double wholeCpu) = Report("  + the tutorial's inference", program, infer + " | Out-Null");
            Measurement.Say($"  cold inference beyond start-up: {wholeCpu - lookedCpu:0} ms of processor time in all threads, {whole - looked:0} ms by the clock (goal: 150); its steps alone: {wholeCpu - oneCpu:0} and {whole - one:0}");
            string[] loaded = Output(program, convert + "; [System.AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object Location | Where-Object { $_ }");
            string libraries = Path.Combine(package!, "module");
            Measurement.Say($"  of the module's folder ConvertTo-Ggml has loaded: {string.Join(", ", loaded.Where(path => path.StartsWith(libraries, StringComparison.Ordinal)).Select(Path.GetFileNameWithoutExtension).Order())}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (double Milliseconds, double Processor) Report(string what, string program, string script)
    {
        double[] wall = new double[Runs], cpu = new double[Runs];
        Output(program, script);
        for (int i = 0; i < Runs; i++)
        {
            long begin = Stopwatch.GetTimestamp();
            string[] lines = Output(program, script + Cpu);
            wall[i] = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
            cpu[i] = double.Parse(lines[^1], CultureInfo.InvariantCulture);
        }
        (double time, double processor) = (Measurement.Median(wall), Measurement.Median(cpu));
        Measurement.Say($"{what,-58}{time,8:0}{processor,14:0}");
        return (time, processor);
    }

    private static string[] Output(string program, string script)
    {
        var start = new ProcessStartInfo(program, ["-NoModule", "-NoProfile", "-NonInteractive", "-Command", script]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        string error = errors.Result;
        if (process.ExitCode != 0 || error.Length > 0) throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {error}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
