using Opml.Models.Inspection;
using Opml.Models.Reading;
using Opml.Models.Sources;
using static Opml.Models.Tests.Onnx.Proto;

namespace Opml.Models.Tests.Onnx;

public class OnnxTests
{
    private static readonly byte[] TwoFloats = [0, 0, 0x80, 0x3f, 0, 0, 0, 0x40];

    [Theory]
    [InlineData("lenet")]
    [InlineData("mixed")]
    public void What_PyTorch_exports_holds_the_state_dict_s_weights(string name)
    {
        using var onnx = ModelFile.Open(TestFiles.Path($"{name}.onnx"));
        using var dict = ModelFile.Open(TestFiles.Path($"{name}.pt"));
        Assert.Equal(ModelFormat.Onnx, onnx.Format);
        Assert.Contains(new MetadataEntry("onnx.producer_name", "pytorch"), onnx.Metadata);
        var comparison = ModelComparison.Of(dict, onnx, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(comparison.Differences.Where(d => d.Match != TensorMatch.OnlyInDifference));
        Assert.True(comparison.Tensors.Length > 5);
    }

    public static TheoryData<string, byte[], float[]> Encodings => new()
    {
        { "raw float", Model(Packed(1, 2), Number(2, 1), Bytes(9, TwoFloats)), [1, 2] },
        { "dimensions one by one", Model(Number(1, 1), Number(1, 2), Number(2, 1), Bytes(9, TwoFloats)), [1, 2] },
        { "float_data", Model(Packed(1, 2), Number(2, 1), Bytes(4, TwoFloats)), [1, 2] },
        { "double_data", Model(Number(2, 11), Bytes(10, BitConverter.GetBytes(2.5))), [2.5f] },
        { "int64_data", Model(Packed(1, 3), Number(2, 7), Packed(7, 1, -1, 1L << 40)), [1, -1, 1L << 40] },
        { "int32_data", Model(Packed(1, 3), Number(2, 6), Packed(5, 1, -1, int.MinValue)), [1, -1, int.MinValue] },
        { "int8 in int32_data", Model(Packed(1, 2), Number(2, 3), Packed(5, 127, -128)), [127, -128] },
        { "uint8 in int32_data", Model(Packed(1, 2), Number(2, 2), Packed(5, 0, 255)), [0, 255] },
        { "uint16 in int32_data", Model(Packed(1, 1), Number(2, 4), Packed(5, 65535)), [65535] },
        { "bool in int32_data", Model(Packed(1, 2), Number(2, 9), Packed(5, 0, 1)), [0, 1] },
        { "float16 in int32_data, bit by bit", Model(Packed(1, 2), Number(2, 10), Packed(5, 0x3c00, 0xc000)), [1, -2] },
        { "bfloat16 in int32_data, bit by bit", Model(Packed(1, 1), Number(2, 16), Packed(5, 0x4049)), [3.140625f] },
        { "uint64_data", Model(Packed(1, 1), Number(2, 13), Packed(11, long.MinValue)), [9223372036854775808f] },
        { "uint32 in uint64_data", Model(Packed(1, 1), Number(2, 12), Packed(11, uint.MaxValue)), [4294967296f] },
        { "raw int16", Model(Packed(1, 1), Number(2, 5), Bytes(9, 0xfe, 0xff)), [-2] },
        { "raw float8", Model(Packed(1, 1), Number(2, 17), Bytes(9, 0x7e)), [448] },
        { "unknown fields between", Model(Number(99, 5), Bytes(98, 1, 2), Number(2, 1), Bytes(9, TwoFloats[..4])), [1] },
    };

    [Theory]
    [MemberData(nameof(Encodings), DisableDiscoveryEnumeration = true)]
    public void Every_encoding_of_values_is_read(string what, byte[] file, float[] values)
    {
        var tensor = Assert.Single(Load(file).Tensors);
        Assert.Equal("a", tensor.Name);
        Assert.True(values.SequenceEqual(tensor.ToArray()), what);
    }

    public static TheoryData<string, byte[], string> Bad => new()
    {
        { "no graph", Join(Number(1, 7), Text(2, "x")), "without a graph" },
        { "a graph without weights", Join(Number(1, 7), Bytes(7, Text(2, "g"))), "holds no tensors" },
        { "two graphs", Join(Model(Number(2, 1), Bytes(9, 0, 0, 0, 0)), Bytes(7)), "a second graph" },
        { "a graph that is a number", Join(Number(1, 7), Text(2, "x"), Number(7, 1)), "encoded as Varint" },
        { "external data", Model(Number(2, 1), Bytes(13, [.. Text(1, "location"), .. Text(2, "/etc/passwd")]), Number(14, 1)), "lie in another file" },
        { "external data by its mark alone", Model(Number(2, 1), Number(14, 1)), "lie in another file" },
        { "a sparse initializer", Join(Number(1, 7), Bytes(7, Bytes(15))), "sparse" },
        { "texts", Model(Number(2, 8), Bytes(6, 1)), "texts" },
        { "complex values", Model(Number(2, 14), Bytes(9, new byte[8])), "complex" },
        { "4-bit integers", Model(Number(2, 22), Bytes(9, 1)), "ONNX's type 22" },
        { "no type", Model(Bytes(9, 1, 2, 3, 4)), "ONNX's type 0" },
        { "no values", Model(Packed(1, 2), Number(2, 1)), "has no values" },
        { "values in two places", Model(Number(2, 1), Bytes(9, 0, 0, 0, 0), Bytes(4, 0, 0, 0, 0)), "two places" },
        { "values of another type", Model(Number(2, 1), Packed(7, 1)), "in field 7" },
        { "too few values", Model(Packed(1, 3), Number(2, 1), Bytes(9, TwoFloats)), "12 bytes, and values for 8" },
        { "too few varints", Model(Packed(1, 3), Number(2, 7), Packed(7, 1, 2)), "24 bytes, and values for 16" },
        { "10^9 dimensions' worth", Model(Packed(1, [.. Enumerable.Repeat(1L, 100_000)]), Number(2, 1)), "over 64 dimensions" },
        { "a negative dimension", Model(Packed(1, -1), Number(2, 1)), "a dimension of -1" },
        { "10^90 values", Model(Packed(1, [.. Enumerable.Repeat(1_000_000_000L, 10)]), Number(2, 1), Bytes(9, 1)), "more values than any file" },
        { "a number too large for its type", Model(Packed(1, 1), Number(2, 3), Packed(5, 300)), "the number 300" },
        { "a varint of 11 bytes", Model(Packed(1, 1), Number(2, 7), Bytes(7, [.. Enumerable.Repeat((byte)0xff, 10), 1])), "over 10 bytes" },
        { "a tensor twice", Join(Number(1, 7), Bytes(7, [.. Bytes(5, Number(2, 1)), .. Bytes(5, Number(2, 1))])), "no values" },
        { "a length over the file", Join(Number(1, 7), [0x3a, 0xff, 0xff, 0xff, 0x7f, 1]), "are announced" },
        { "a length of 2^64 - 1", Join(Number(1, 7), [0x3a], Varint(ulong.MaxValue)), "are announced" },
        { "a group", Join(Number(1, 7), Text(2, "x"), [0x3b]), "wire type 3" },
        { "field 0", Join(Number(1, 7), Text(2, "x"), [0x02, 0x00]), "numbered 0" },
        { "a name that is not UTF-8", Model(Number(2, 1), Bytes(8, 0xff, 0xfe)), "UTF-8" },
    };

    [Theory]
    [MemberData(nameof(Bad), DisableDiscoveryEnumeration = true)]
    public void A_file_that_lies_is_refused(string what, byte[] file, string reason)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<ModelFormatException>(() => Load(file));
        Assert.True(error.Message.Contains(reason, StringComparison.Ordinal), $"{what}: {error.Message}");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 4 << 20);
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused_or_has_lost_only_what_follows_the_graph()
    {
        byte[] whole = TestFiles.Bytes("lenet.onnx");
        int tensors = Load(whole).Tensors.Length;
        int refused = 0;
        for (int length = 0; length < whole.Length; length++)
        {
            try
            {
                Assert.Equal(tensors, Load(whole[..length]).Tensors.Length);
            }
            catch (ModelFormatException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, whole.Length - 32, whole.Length);
    }

    [Fact]
    public void A_file_with_any_byte_changed_is_read_or_refused()
    {
        byte[] whole = TestFiles.Bytes("mixed.onnx");
        Damage.EachByte(whole, whole.Length, file => Load(file));
    }

    private static Model Load(byte[] file) => ModelFile.Load(new MemoryStream(file), "file", TestContext.Current.CancellationToken);
}
