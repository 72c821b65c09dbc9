using System.Buffers.Binary;
using Opml.Models.Ggml;
using Opml.Models.Reading;

namespace Opml.Models.Tests.Ggml;

public class GgmlTests
{
    private static readonly byte[] Small = Words(0x67676d6c, 2, 3, 2, Bits(1), Bits(2), Bits(3), Bits(4), Bits(5), Bits(6), 0, Bits(7), 2, 5, 0);

    private static Model SmallModel => new("small",
    [
        Tensor.Create(0, "w", [2, 1, 3], [1, 2, 3, 4, 5, 6]),
        Tensor.Create(1, "s", [1, 1], [7]),
        Tensor.Create(2, "e", [0, 5], []),
    ]);

    [Fact]
    public void The_file_is_magic_then_rank_dimensions_innermost_first_and_values() => Assert.Equal(Small, Write(SmallModel, ByteOrder.Big));

    [Fact]
    public void Little_endian_swaps_every_word() => Assert.Equal(Swap(Small), Write(SmallModel, ByteOrder.Little));

    [Theory]
    [InlineData(ByteOrder.Big)]
    [InlineData(ByteOrder.Little)]
    public void The_length_is_known_beforehand(ByteOrder order) =>
        Assert.Equal(Write(SmallModel, order).Length, GgmlWriter.GetLength(SmallModel.AsSource()));

    [Theory]
    [InlineData(ByteOrder.Big)]
    [InlineData(ByteOrder.Little)]
    public void What_was_written_is_read_in_either_order(ByteOrder order)
    {
        var model = Read(Write(SmallModel, order));
        Assert.Equal(["0 tensor 0 Float32 [2, 3]", "1 tensor 1 Float32 []", "2 tensor 2 Float32 [0, 5]"], model.Tensors.Select(t => $"{t.Index} {t}"));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], model.Tensors.SelectMany(t => t.ToArray()));
        Assert.Equal(Small, Write(model, ByteOrder.Big));
    }

    [Fact]
    public void Bits_of_a_value_are_kept_through_more_than_one_chunk()
    {
        float[] values = [.. Enumerable.Range(0, 40_000).Select(i => BitConverter.Int32BitsToSingle(i * 107_374))];
        foreach (var order in new[] { ByteOrder.Big, ByteOrder.Little })
        {
            var model = Read(Write(new Model("m", [Tensor.Create(0, "w", [values.Length], values)]), order));
            Assert.Equal(values.Select(BitConverter.SingleToInt32Bits), model.Tensors[0].ToArray().Select(BitConverter.SingleToInt32Bits));
        }
    }

    public static TheoryData<string, byte[], string> Bad => new()
    {
        { "nothing", [], "it is empty" },
        { "three bytes", [0x67, 0x67, 0x6d], "0x67676d" },
        { "another magic", Words(0x67676d66, 0, 0), "begins with 0x67676d66" },
        { "only the magic", Words(0x67676d6c), "nothing follows the magic" },
        { "10^9 dimensions", Words(0x67676d6c, 1_000_000_000, 1), "1000000000 dimensions" },
        { "-1 dimensions", Words(0x67676d6c, -1, 1), "-1 dimensions" },
        { "65 dimensions", Words([0x67676d6c, 65, .. Enumerable.Repeat(1, 66)]), "65 dimensions" },
        { "a negative dimension", Words(0x67676d6c, 2, -1, -1, 0), "negative dimension" },
        { "10^9 values in 4 bytes", Words(0x67676d6c, 1, 1_000_000_000, 0), "more bytes than the 4 that are left" },
        { "2^62 values", Words(0x67676d6c, 2, int.MaxValue, int.MaxValue, 0), "more bytes than the 4" },
        { "2^1984 values", Words([0x67676d6c, 64, .. Enumerable.Repeat(int.MaxValue, 64), 0]), "more bytes than the 4" },
        { "a word too few", Small[..^4], "ends inside the dimensions" },
        { "a value too few", Words(0x67676d6c, 0), "more bytes than the 0" },
        { "a byte too many", [.. Small, 0], "ends inside the number of dimensions" },
        { "200,000 tensors", Words([0x67676d6c, .. Enumerable.Repeat(0, 400_000)]), "more than 131072 tensors" },
    };

    [Theory]
    [MemberData(nameof(Bad), DisableDiscoveryEnumeration = true)]
    public void A_file_that_lies_is_refused(string what, byte[] file, string reason)
    {
        foreach (byte[] bytes in file.Length % 4 == 0 ? [file, Swap(file)] : new[] { file })
        {
            if (bytes != file && what == "another magic")
                continue;
            var error = Assert.Throws<ModelFormatException>(() => Read(bytes));
            Assert.True(error.Message.Contains(reason, StringComparison.Ordinal), $"{what}: {error.Message}");
        }
    }

    [Fact]
    public void A_file_cut_inside_a_tensor_is_refused()
    {
        int[] ends = [40, 48]; // between two tensors: such a file is whole, with fewer tensors
        for (int length = 0; length < Small.Length; length++)
        {
            if (ends.Contains(length))
                Assert.NotEmpty(Read(Small[..length]).Tensors);
            else
                Assert.Throws<ModelFormatException>(() => Read(Small[..length]));
        }
    }

    [Fact]
    public void A_file_is_replaced_only_on_request_and_nothing_else_is_left()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("model.bin");
        File.WriteAllText(path, "mine");
        Assert.Contains("exists already", Assert.Throws<IOException>(() => GgmlWriter.Write(SmallModel.AsSource(), path, cancellationToken: Token)).Message, StringComparison.Ordinal);
        Assert.Throws<OperationCanceledException>(
            () => GgmlWriter.Write(SmallModel.AsSource(), path, ByteOrder.Big, overwrite: true, new CancellationToken(true)));
        Assert.Equal("mine", File.ReadAllText(path));
        GgmlWriter.Write(SmallModel.AsSource(), path, ByteOrder.Big, overwrite: true, Token);
        Assert.Equal(Small, File.ReadAllBytes(path));
        Assert.Equal(["model.bin"], folder.Names());
        Assert.Throws<IOException>(() => GgmlWriter.Write(SmallModel.AsSource(), folder.Path, cancellationToken: Token));
        Assert.Throws<DirectoryNotFoundException>(() => GgmlWriter.Write(SmallModel.AsSource(), folder.File("none/model.bin"), cancellationToken: Token));
    }

    [Theory]
    [InlineData(new[] { 2, 2 }, 3)]
    [InlineData(new[] { -1, -3 }, 3)]
    [InlineData(new int[0], 0)]
    public void A_tensor_s_shape_holds_its_values(int[] shape, int count) =>
        Assert.Throws<ArgumentException>(() => Tensor.Create(0, "w", shape, new float[count]));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Model Read(byte[] bytes) => ModelFile.Load(new MemoryStream(bytes), "file.bin", Token);

    private static byte[] Write(Model model, ByteOrder order)
    {
        using var stream = new MemoryStream();
        GgmlWriter.Write(model.AsSource(), stream, order, Token);
        return stream.ToArray();
    }

    private static int Bits(float value) => BitConverter.SingleToInt32Bits(value);

    private static byte[] Swap(byte[] bytes) => [.. bytes.Chunk(4).SelectMany(word => word.Reverse())];

    private static byte[] Words(params int[] words)
    {
        var bytes = new byte[words.Length * 4];
        for (int i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(i * 4), words[i]);
        return bytes;
    }
}
