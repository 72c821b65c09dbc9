using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using Opml.Models;
using Opml.Models.Ggml;
using Opml.Models.Gguf;
using Opml.Models.Reading;

namespace Opml.Benchmarks;

/// <summary>
/// A large safetensors file to ggml and GGUF, each time by a process of its own, in turns with cp of the same file.
/// Converted files are flushed to the disk, so cp is measured with that too. Needs twice the size on the disk.
/// </summary>
internal static class StreamingBenchmark
{
    private const int Pairs = 3;
    private const int Tensors = 8;

    public static void Run(int gibibytes)
    {
        string folder = Directory.CreateTempSubdirectory("opml-benchmark-").FullName;
        try
        {
            string source = Path.Combine(folder, "source.safetensors");
            Make(source, (long)gibibytes << 30);
            foreach (string kind in new[] { "ggml", "gguf", "q8_0" })
                Compare(source, kind, gibibytes);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What the process does that is measured.</summary>
    public static void Convert(string source, string target, string kind)
    {
        using var file = ModelFile.Open(source);
        if (kind == "ggml")
            GgmlWriter.Write(file, target, ByteOrder.Big, overwrite: true);
        else
            GgufWriter.Write(file, target, new GgufOptions { Type = kind == "q8_0" ? GgmlType.Q8_0 : GgmlType.F32 }, overwrite: true);
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(self.PeakWorkingSet64 >> 20);
    }

    private static void Compare(string source, string kind, int gibibytes)
    {
        string target = source + ".out";
        var ours = new double[Pairs];
        var copied = new double[Pairs];
        var flushed = new double[Pairs];
        long peak = 0;
        for (int i = 0; i < Pairs; i++)
        {
            copied[i] = Time(() => Start("cp", source, target));
            File.Delete(target);
            flushed[i] = Time(() =>
            {
                Start("cp", source, target);
                Start("sync", target);
            });
            File.Delete(target);
            ours[i] = Time(() => peak = Math.Max(peak, long.Parse(Start(Environment.ProcessPath!, "convert", source, target, kind), null)));
            File.Delete(target);
        }

        Array.Sort(ours);
        Array.Sort(copied);
        Array.Sort(flushed);
        double all = gibibytes, median = ours[Pairs / 2];
        Measurement.Say($"safetensors of {gibibytes} GiB to {kind}: {all / median:N2} GiB a second, peak {peak} MiB; cp {all / copied[Pairs / 2]:N2} ({copied[Pairs / 2] / median:P0} of it), cp and sync {all / flushed[Pairs / 2]:N2} ({flushed[Pairs / 2] / median:P0} of it)");
    }

    private static void Make(string path, long bytes)
    {
        const int rowBytes = 4096;
        long each = bytes / Tensors;
        string header = "{" + string.Join(",", Enumerable.Range(0, Tensors).Select(i =>
            $"\"t{i}\":{{\"dtype\":\"F32\",\"shape\":[{each / rowBytes},{rowBytes / 4}],\"data_offsets\":[{i * each},{(i + 1) * each}]}}")) + "}";
        var block = new byte[1 << 20];
        var random = new Random(1);
        for (int i = 0; i < block.Length; i += 4)
            BinaryPrimitives.WriteSingleLittleEndian(block.AsSpan(i), (float)random.NextDouble() - 0.5f);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        using var stream = File.Create(path);
        stream.Write(length);
        stream.Write(Encoding.ASCII.GetBytes(header));
        for (long at = 0; at < each * Tensors; at += block.Length)
            stream.Write(block);
        stream.Flush(flushToDisk: true);
    }

    private static double Time(Action work)
    {
        long start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static string Start(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
    }
}
