using System.IO.Compression;
using Opml.Models.PyTorch;
using Opml.Models.Reading;

namespace Opml.Models.Tests.PyTorch;

public class StateDictWriterTests
{
    private static readonly Model Example = new("example",
    [
        Tensor.Create(0, "fc1.weight", [2, 3], [1, 2, 3, 4, 5, float.Epsilon]),
        Tensor.Create(1, "fc1.bias", [2], [-0f, float.NegativeInfinity]),
        Tensor.Create(2, "größe", [], [0.1f]),
        Tensor.Create(3, "leer", [0, 4], []),
    ]);

    [Fact]
    public void What_is_written_is_read_back()
    {
        var model = Read(Write(Example));
        Assert.Equal(Example.Tensors.Select(t => $"{t.Index} {t}"), model.Tensors.Select(t => $"{t.Index} {t}"));
        foreach (var (wrote, read) in Example.Tensors.Zip(model.Tensors))
            Assert.Equal(Bits(wrote), Bits(read));
    }

    [Fact]
    public void Views_of_other_types_become_contiguous_float32()
    {
        var views = ModelFile.Load(TestFiles.Path("views.pt"), Token);
        var model = Read(Write(views));
        Assert.All(model.Tensors, t => Assert.Equal(TensorType.Float32, t.Type));
        Assert.Equal(views.Tensors.Select(t => (t.Name, string.Join(" ", t.ToArray()))), model.Tensors.Select(t => (t.Name, string.Join(" ", t.ToArray()))));
    }

    [Fact]
    public void Equal_models_give_equal_bytes() => Assert.Equal(Write(Example), Write(Example));

    [Fact]
    public void Storages_begin_at_multiples_of_64_and_nothing_is_compressed()
    {
        byte[] file = Write(Example);
        using var zip = new ZipArchive(new MemoryStream(file));
        Assert.Equal(
            ["archive/data.pkl", "archive/byteorder", "archive/data/0", "archive/data/1", "archive/data/2", "archive/data/3", "archive/version"],
            zip.Entries.Select(e => e.FullName));
        Assert.All(zip.Entries, e => Assert.Equal(e.Length, e.CompressedLength));
        int at = file.AsSpan().IndexOf(new byte[] { 0, 0, 0x80, 0x3f, 0, 0, 0, 0x40 });
        Assert.True(at > 0 && at % 64 == 0);
    }

    [Theory]
    [InlineData("", "b", "has no name")]
    [InlineData("a", "a", "have the name 'a'")]
    public void Names_are_there_and_distinct(string first, string second, string reason)
    {
        var model = new Model("m", [Tensor.Create(0, first, [1], [1]), Tensor.Create(1, second, [1], [1])]);
        Assert.Contains(reason, Assert.Throws<ArgumentException>(() => Write(model)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_replaced_only_on_request_and_nothing_else_is_left()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("model.pt");
        StateDictWriter.Write(Example, path, cancellationToken: Token);
        Assert.Throws<IOException>(() => StateDictWriter.Write(Example, path, cancellationToken: Token));
        StateDictWriter.Write(Example, path, overwrite: true, Token);
        Assert.Throws<OperationCanceledException>(() => StateDictWriter.Write(Example, path, overwrite: true, new CancellationToken(true)));
        Assert.Equal(Write(Example), File.ReadAllBytes(path));
        Assert.Equal(["model.pt"], folder.Names());
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static IEnumerable<int> Bits(Tensor tensor) => tensor.ToArray().Select(BitConverter.SingleToInt32Bits);

    private static Model Read(byte[] file) => ModelFile.Load(new MemoryStream(file), "file.pt", Token);

    private static byte[] Write(Model model)
    {
        using var stream = new MemoryStream();
        StateDictWriter.Write(model, stream, Token);
        return stream.ToArray();
    }
}
