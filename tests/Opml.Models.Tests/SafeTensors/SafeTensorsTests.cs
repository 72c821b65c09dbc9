using System.Buffers.Binary;
using System.Text;
using Opml.Models.Ggml;
using Opml.Models.Reading;
using Opml.Models.Sources;

namespace Opml.Models.Tests.SafeTensors;

public class SafeTensorsTests
{
    private const string Good = """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""";

    [Theory]
    [InlineData("types")]
    [InlineData("shapes")]
    [InlineData("lenet")]
    public void A_file_converts_to_PyTorch_s_own_float(string name)
    {
        using var source = ModelFile.Open(TestFiles.Path($"{name}.safetensors"));
        Assert.Equal(ModelFormat.SafeTensors, source.Format);
        Assert.Equal([new MetadataEntry("format", "pt")], source.Metadata);
        using var output = new MemoryStream();
        GgmlWriter.Write(source, output, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(TestFiles.Bytes($"{name}.bin"), output.ToArray());
    }

    [Theory]
    [InlineData("F8_E4M3", new byte[] { 0x02, 0x7e }, new[] { 0.00390625f, 448f })]
    [InlineData("F8_E5M2", new byte[] { 0x02, 0x7b }, new[] { 3.0517578E-05f, 57344f })]
    [InlineData("U16", new byte[] { 2, 1 }, new[] { 258f })]
    [InlineData("U32", new byte[] { 0, 1, 0xff, 0xff }, new[] { 4294902016f })]
    [InlineData("U64", new byte[] { 1, 0, 0, 0, 1, 0, 0, 0x80 }, new[] { 9223372036854775808f })]
    public void Types_that_PyTorch_1_does_not_have_are_read(string type, byte[] raw, float[] values)
    {
        var model = Load(File($$"""{"a":{"dtype":"{{type}}","shape":[{{values.Length}}],"data_offsets":[0,{{raw.Length}}]} } """, raw));
        Assert.Equal(values, model.Tensors[0].ToArray());
    }

    [Fact]
    public void Tensors_come_in_the_order_of_the_header_wherever_they_lie()
    {
        var model = Load(File("""{"b":{"data_offsets":[4,8],"shape":[],"dtype":"F32"},"a":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]},"e":{"dtype":"I8","shape":[0,3],"data_offsets":[4,4]}}""", Floats(1, 2)));
        Assert.Equal(["b Float32 []", "a Float32 [1, 1]", "e Int8 [0, 3]"], model.Tensors.Select(t => t.ToString()));
        Assert.Equal([2f, 1f], model.Tensors.SelectMany(t => t.ToArray()));
    }

    public static TheoryData<string, string, string> Bad => new()
    {
        { "no JSON", "{,}", "is not JSON" },
        { "an array", "[1]", "no model file" },
        { "half an object", """{"a":""", "is not JSON" },
        { "more after the end", Good + "{}", "is not JSON" },
        { "no tensors", "{}", "bytes follow the last tensor" },
        { "a tensor that is a number", """{"a":1}""", "'a' has Number where StartObject is due" },
        { "a tensor twice", Good[..^1] + "," + Good[1..], "'a' is there twice" },
        { "no type", """{"a":{"shape":[2],"data_offsets":[0,8]}}""", "lacks its dtype" },
        { "no shape", """{"a":{"dtype":"F32","data_offsets":[0,8]}}""", "lacks its dtype" },
        { "no offsets", """{"a":{"dtype":"F32","shape":[2]}}""", "lacks its dtype" },
        { "one offset", """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""", "two ascending" },
        { "descending offsets", """{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", "two ascending" },
        { "a negative offset", """{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", "two ascending" },
        { "an offset of 2^64", """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,18446744073709551616]}}""", "no whole number of 64 bits" },
        { "half an offset", """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8.5]}}""", "no whole number of 64 bits" },
        { "an unknown type", """{"a":{"dtype":"F4","shape":[2],"data_offsets":[0,8]}}""", "of type F4" },
        { "an unknown field", """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"run":"rm"}}""", "the field 'run'" },
        { "a field twice", """{"a":{"dtype":"F32","shape":[2],"shape":[2],"data_offsets":[0,8]}}""", "the field 'shape'" },
        { "a shape of text", """{"a":{"dtype":"F32","shape":["2"],"data_offsets":[0,8]}}""", "something else than numbers" },
        { "a negative dimension", """{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", "a dimension of -2" },
        { "a dimension of 2^31", """{"a":{"dtype":"F32","shape":[2147483648],"data_offsets":[0,8]}}""", "a dimension of 2147483648" },
        { "10^9 dimensions' worth", """{"a":{"dtype":"F32","shape":[""" + string.Join(",", Enumerable.Repeat("1", 100_000)) + """],"data_offsets":[0,8]}}""", "more than 64 dimensions" },
        { "2^93 values", """{"a":{"dtype":"F32","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,8]}}""", "more values than any file" },
        { "a size that is not the shape's", """{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", "12 bytes, in 8 bytes" },
        { "a hole before", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "begins at byte 4, where the one before ends at 0" },
        { "an overlap", """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "begins at byte 4, where the one before ends at 8" },
        { "an end over the file", """{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""", "ends at byte 12 of 8" },
        { "an end before the file's", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "4 bytes follow" },
        { "metadata that is a list", """{"__metadata__":[],"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "StartArray where StartObject" },
        { "metadata of numbers", """{"__metadata__":{"a":1}}""", "Number where String" },
        { "deep nesting", """{"a":{"shape":""" + new string('[', 10_000), "something else than numbers" },
        { "half a character", """{"\ud800":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "not Unicode" },
    };

    [Theory]
    [MemberData(nameof(Bad), DisableDiscoveryEnumeration = true)]
    public void A_header_that_lies_is_refused(string what, string header, string reason)
    {
        var error = Assert.Throws<ModelFormatException>(() => Load(File(header, Floats(1, 2))));
        Assert.True(error.Message.Contains(reason, StringComparison.Ordinal), $"{what}: {error.Message}");
    }

    [Fact]
    public void A_length_that_lies_is_refused_before_memory_is_taken()
    {
        byte[] file = File(Good, Floats(1, 2));
        foreach (ulong length in new ulong[] { (ulong)file.Length, 99_999_999, 100_000_001, 1UL << 63, ulong.MaxValue })
        {
            BinaryPrimitives.WriteUInt64LittleEndian(file, length);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Throws<ModelFormatException>(() => Load(file));
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
        }
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        byte[] whole = TestFiles.Bytes("shapes.safetensors");
        for (int length = 0; length < whole.Length; length++)
            Assert.Throws<ModelFormatException>(() => Load(whole[..length]));
    }

    private static byte[] Floats(params float[] values) => System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

    private static byte[] File(string header, byte[] data)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)json.Length);
        return [.. length, .. json, .. data];
    }

    private static Model Load(byte[] file) => ModelFile.Load(new MemoryStream(file), "file", TestContext.Current.CancellationToken);
}
