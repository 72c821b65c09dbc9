using Opml.Models.Gguf;
using Opml.Models.Inspection;
using Opml.Models.Reading;
using Opml.Models.Sources;

namespace Opml.Models.Tests.Gguf;

public class GgufTests
{
    public static TheoryData<GgmlType, ByteOrder> Kinds => new MatrixTheoryData<GgmlType, ByteOrder>(Enum.GetValues<GgmlType>(), Enum.GetValues<ByteOrder>());

    private static readonly MetadataEntry[] s_metadata =
    [
        new("general.name", "tést"), new("t.bool", true), new("t.u8", (byte)200), new("t.i8", (sbyte)-3), new("t.u16", (ushort)60000), new("t.i16", (short)-300),
        new("t.u32", 4_000_000_000u), new("t.i32", -70_000), new("t.f32", 0.1f), new("t.u64", ulong.MaxValue), new("t.i64", long.MinValue), new("t.f64", Math.PI),
        new("t.texts", new[] { "a", "", "b" }), new("t.numbers", new[] { 1, -2, 3 }), new("t.none", Array.Empty<float>()), new("t.truths", new[] { true, false }),
    ];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_was_written_is_read_with_its_names_shapes_and_metadata(GgmlType type, ByteOrder order)
    {
        byte[] file = Write(Sample(), type, order);
        using var source = ModelFile.Open(new MemoryStream(file), "file");
        Assert.Equal(ModelFormat.Gguf, source.Format);
        Assert.Equal(["conv", "rows", "ragged", "bias", "one"], source.Tensors.Select(t => t.Name));
        Assert.Equal(["2,3,2,32", "4,64", "3,5", "7", ""], source.Tensors.Select(t => string.Join(",", t.Shape)));
        var weights = type switch { GgmlType.F32 => TensorType.Float32, GgmlType.F16 => TensorType.Float16, GgmlType.BF16 => TensorType.BFloat16, GgmlType.Q8_0 => TensorType.Q8_0, _ => TensorType.Q4_0 };
        var ragged = type >= GgmlType.Q8_0 ? TensorType.Float32 : weights;
        Assert.Equal([weights, weights, ragged, TensorType.Float32, TensorType.Float32], source.Tensors.Select(t => t.Type));
        foreach (var pair in s_metadata)
            Assert.Equal(pair.Value, Assert.Single(source.Metadata, p => p.Key == pair.Key).Value);
        double tolerance = type switch { GgmlType.F32 => 0, GgmlType.F16 => 0.002, GgmlType.BF16 => 0.02, GgmlType.Q8_0 => 0.03, _ => 0.8 };
        Assert.True(ModelComparison.Of(Sample().AsSource(), source, tolerance, cancellationToken: Token).Same);
        if (type != GgmlType.F32)
            Assert.False(ModelComparison.Of(Sample().AsSource(), source, cancellationToken: Token).Same);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Writing_it_again_copies_every_bit_also_over_the_other_byte_order(GgmlType type, ByteOrder order)
    {
        byte[] file = Write(Sample(), type, order);
        var other = order == ByteOrder.Big ? ByteOrder.Little : ByteOrder.Big;
        byte[] there = Rewrite(file, type, other);
        Assert.NotEqual(file, there);
        Assert.Equal(file, Rewrite(there, type, order));
    }

    [Fact]
    public void Tensors_begin_at_multiples_of_32_and_the_file_ends_at_one()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("m.gguf");
        var written = GgufWriter.Write(Sample().AsSource(), path, new GgufOptions { Type = GgmlType.Q4_0 }, cancellationToken: Token);
        Assert.Equal(new FileInfo(path).Length, written.Length);
        Assert.Equal(0, written.Length % 32);
        Assert.Equal(["m.gguf"], folder.Names());
    }

    [Theory]
    [InlineData(new[] { 1, 1, 1, 1, 2 }, "w", "4 dimensions at most")]
    [InlineData(new[] { 0, 2 }, "w", "has no values")]
    [InlineData(new[] { 2 }, "a name of very many more than the sixty-three bytes that there are", "63 bytes at most")]
    [InlineData(new[] { 2 }, "twice", "two tensors have the name 'twice'")]
    public void What_GGUF_cannot_hold_is_refused(int[] shape, string name, string reason)
    {
        var values = new float[shape.Aggregate(1, (a, b) => a * b)];
        var model = new Model("m", [Tensor.Create(0, name, shape, values), Tensor.Create(1, "twice", [1], [0])]);
        Assert.Contains(reason, Assert.Throws<ModelFormatException>(() => Write(model, GgmlType.F32, ByteOrder.Little)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_quantization_cannot_hold_is_refused_and_nothing_is_written()
    {
        using var folder = new TemporaryFolder();
        var values = new float[64];
        values[33] = float.NaN;
        var model = new Model("m", [Tensor.Create(0, "w", [2, 32], values)]);
        var error = Assert.Throws<ModelFormatException>(
            () => GgufWriter.Write(model.AsSource(), folder.File("m.gguf"), new GgufOptions { Type = GgmlType.Q8_0 }, cancellationToken: Token));
        Assert.Contains("no number, infinite or too large for Q8_0", error.Message, StringComparison.Ordinal);
        Assert.Empty(folder.Names());
    }

    [Theory]
    [InlineData("general.alignment")]
    [InlineData("general.file_type")]
    [InlineData("")]
    public void Keys_of_the_writer_s_own_are_refused(string key) =>
        Assert.Throws<ArgumentException>(() => GgufWriter.Write(Sample().AsSource(), new MemoryStream(), new GgufOptions { Metadata = [new(key, 1u)] }, Token));

    [Fact]
    public void Tensors_without_names_are_numbered()
    {
        var model = new Model("m", [Tensor.Create(0, "", [1], [1]), Tensor.Create(1, "", [1], [2])]);
        using var source = ModelFile.Open(new MemoryStream(Write(model, GgmlType.F32, ByteOrder.Big)), "file");
        Assert.Equal(["tensor.0", "tensor.1"], source.Tensors.Select(t => t.Name));
    }

    [Fact]
    public void Metadata_of_safetensors_comes_along_under_its_format_s_name()
    {
        using var source = ModelFile.Open(TestFiles.Path("lenet.safetensors"));
        var output = new MemoryStream();
        GgufWriter.Write(source, output, new GgufOptions(), Token);
        output.Position = 0;
        using var gguf = ModelFile.Open(output, "file");
        Assert.Equal(
            [new("general.architecture", "unknown"), new("safetensors.format", "pt"), new("general.file_type", 0u)], gguf.Metadata);
    }

    internal static Model Sample()
    {
        var random = new Random(5);
        float[] Row(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() * 8 - 4))];
        return new Model("sample",
        [
            Tensor.Create(0, "conv", [2, 3, 2, 32], Row(384)),
            Tensor.Create(1, "rows", [4, 64], Row(256)),
            Tensor.Create(2, "ragged", [3, 5], Row(15)),
            Tensor.Create(3, "bias", [7], Row(7)),
            Tensor.Create(4, "one", [], Row(1)),
        ]);
    }

    internal static byte[] Write(Model model, GgmlType type, ByteOrder order)
    {
        using var stream = new MemoryStream();
        GgufWriter.Write(model.AsSource(), stream, new GgufOptions { Type = type, Order = order, Metadata = [.. s_metadata] }, Token);
        return stream.ToArray();
    }

    private static byte[] Rewrite(byte[] file, GgmlType type, ByteOrder order)
    {
        using var source = ModelFile.Open(new MemoryStream(file), "file");
        using var stream = new MemoryStream();
        GgufWriter.Write(source, stream, new GgufOptions { Type = type, Order = order }, Token);
        return stream.ToArray();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
