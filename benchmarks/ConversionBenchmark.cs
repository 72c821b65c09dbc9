using Opml.Mips.Image;
using Opml.Models;
using Opml.Models.PyTorch;
using Opml.Models.Reading;

namespace Opml.Benchmarks;

/// <summary>state_dict to ggml in memory, and an ELF file to an image.</summary>
internal static class ConversionBenchmark
{
    private const int Mebibytes = 32;

    public static void Run()
    {
        float[] values = new float[Mebibytes << 18];
        var model = new Model("benchmark", [Tensor.Create(0, "weight", [Mebibytes << 8, 1024], values)]);
        using var dict = new MemoryStream();
        StateDictWriter.Write(model, dict);
        double[] convert = Measurement.Time(() =>
        {
            dict.Position = 0;
            Guest.ToGgml(ModelFile.Load(dict, "benchmark"));
        });
        Measurement.Report($"state_dict of {Mebibytes} MiB of float32 to ggml", convert, Mebibytes, "MiB a second");

        byte[] elf = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "guests", "mnist.elf"));
        Measurement.Report("Go ELF file to an image", Measurement.Time(() => MipsImage.FromElf(elf)), elf.Length / 1048576.0, "MiB a second");
    }
}
