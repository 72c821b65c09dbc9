using System.Diagnostics;
using System.Text.Json;
using Opml.Models.Gguf;
using Opml.Models.Reading;
using Opml.Models.Values;

namespace Opml.Models.Tests.Gguf;

/// <summary>What Hugging Face's own reader (npm, tests/peers) finds in our files.</summary>
public class PeerTests
{
    [Theory]
    [InlineData(GgmlType.F32, ByteOrder.Little, 0)]
    [InlineData(GgmlType.F32, ByteOrder.Big, 0)]
    [InlineData(GgmlType.F16, ByteOrder.Little, 1)]
    [InlineData(GgmlType.BF16, ByteOrder.Little, 30)]
    [InlineData(GgmlType.Q8_0, ByteOrder.Little, 8)]
    [InlineData(GgmlType.Q8_0, ByteOrder.Big, 8)]
    [InlineData(GgmlType.Q4_0, ByteOrder.Little, 2)]
    public async Task Another_reader_finds_names_shapes_types_places_and_metadata(GgmlType type, ByteOrder order, int number)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("m.gguf");
        byte[] file = GgufTests.Write(GgufTests.Sample(), type, order);
        await File.WriteAllBytesAsync(path, file, TestContext.Current.CancellationToken);
        using var found = JsonDocument.Parse(await ReadAsync(path));
        var root = found.RootElement;
        Assert.Equal(order == ByteOrder.Little, root.GetProperty("littleEndian").GetBoolean());
        var metadata = root.GetProperty("metadata");
        Assert.Equal(3, metadata.GetProperty("version").GetInt32());
        Assert.Equal("tést", metadata.GetProperty("general.name").GetString());
        Assert.True(metadata.GetProperty("t.bool").GetBoolean());
        Assert.Equal(-70_000, metadata.GetProperty("t.i32").GetInt32());
        Assert.Equal(4_000_000_000, metadata.GetProperty("t.u32").GetUInt32());
        Assert.Equal(0.1f, metadata.GetProperty("t.f32").GetSingle());
        Assert.Equal(Math.PI, metadata.GetProperty("t.f64").GetDouble());
        Assert.Equal(["a", "", "b"], metadata.GetProperty("t.texts").EnumerateArray().Select(e => e.GetString()));
        Assert.Equal([1, -2, 3], metadata.GetProperty("t.numbers").EnumerateArray().Select(e => e.GetInt32()));
        using var source = ModelFile.Open(path);
        JsonElement[] tensors = [.. root.GetProperty("tensors").EnumerateArray()];
        Assert.Equal(source.Tensors.Select(t => t.Name), tensors.Select(t => t.GetProperty("name").GetString()));
        Assert.Equal(
            source.Tensors.Select(t => string.Join(",", t.Shape.Reverse())),
            tensors.Select(t => string.Join(",", t.GetProperty("shape").EnumerateArray().Select(d => d.GetInt64()))));
        Assert.Equal(number, tensors[0].GetProperty("dtype").GetInt32());
        long start = root.GetProperty("dataOffset").GetInt64();
        for (int i = 0; i < tensors.Length; i++)
        {
            using var stream = source.Open(i);
            var ours = new byte[source.Tensors[i].ByteCount];
            stream.ReadExactly(ours);
            var theirs = file.AsSpan((int)(start + tensors[i].GetProperty("offset").GetInt64()), ours.Length).ToArray();
            if (order == ByteOrder.Big)
                ByteSwap.InPlace(theirs, source.Tensors[i].Type);
            Assert.Equal(ours, theirs);
        }
    }

    private static async Task<string> ReadAsync(string path)
    {
        string peers = Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", "peers");
        Assert.SkipUnless(Directory.Exists(Path.Combine(peers, "node_modules", "@huggingface")), "tests/peers has no node_modules: run npm ci --prefix tests/peers.");
        var start = new ProcessStartInfo("node", [Path.Combine(peers, "gguf.mjs"), path]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(process.ExitCode == 0, await errors);
            return output;
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
