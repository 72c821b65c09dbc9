using System.Buffers.Binary;
using System.Text;
using Opml.Models.Gguf;
using Opml.Models.Reading;

namespace Opml.Models.Tests.Gguf;

public class HostileGgufTests
{
    private static readonly byte[] s_tensor = Tensor("a", 0, 0, 2);

    public static TheoryData<string, byte[], string> Bad => new()
    {
        { "version 1", File(1, 1, [], s_tensor), "version 1" },
        { "version 4", File(4, 1, [], s_tensor), "version 4" },
        { "no tensors", File(3, 0, []), "holds no tensors" },
        { "2^64 - 1 tensors", File(3, ulong.MaxValue, [], s_tensor), "tensors are announced" },
        { "a million tensors", File(3, 1_000_000, [], s_tensor), "tensors are announced" },
        { "2^64 - 1 pairs", File(3, 1, ulong.MaxValue, [], s_tensor), "pairs are announced" },
        { "a key of 2^63 bytes", File(3, 1, 1, U64(1UL << 63), s_tensor), "are the most" },
        { "a text of 2^40 bytes", File(3, 1, 1, [.. Text("k"), .. U32(8), .. U64(1UL << 40)], s_tensor), "are the most" },
        { "a value of type 13", File(3, 1, 1, [.. Text("k"), .. U32(13), .. U64(0)], s_tensor), "type 13" },
        { "a truth value of 2", File(3, 1, 1, [.. Text("k"), .. U32(7), 2], s_tensor), "truth value of 2" },
        { "a key twice", File(3, 1, 2, [.. Text("k"), .. U32(0), 1, .. Text("k"), .. U32(0), 1], s_tensor), "'k' is there twice" },
        { "an array of arrays", File(3, 1, 1, [.. Text("k"), .. U32(9), .. U32(9), .. U64(1)], s_tensor), "array of arrays" },
        { "an array of 2^61 numbers", File(3, 1, 1, [.. Text("k"), .. U32(9), .. U32(12), .. U64(1UL << 61)], s_tensor), "an array of" },
        { "an array of 2^32 bytes", File(3, 1, 1, [.. Text("k"), .. U32(9), .. U32(0), .. U64(1UL << 32)], s_tensor), "an array of" },
        { "an alignment of 3", File(3, 1, 1, [.. Text("general.alignment"), .. U32(4), .. U32(3)], s_tensor), "an alignment of 3" },
        { "an alignment of text", File(3, 1, 1, [.. Text("general.alignment"), .. U32(8), .. Text("x")], s_tensor), "an alignment of x" },
        { "10^9 dimensions", File(3, 1, [], [.. Text("a"), .. U32(1_000_000_000), .. U64(0), .. U64(0)]), "1000000000 dimensions" },
        { "a dimension of 2^31", File(3, 1, [], Tensor("a", 0, 0, 1UL << 31)), "a dimension of 2147483648" },
        { "a dimension of 2^64 - 1", File(3, 1, [], Tensor("a", 0, 0, ulong.MaxValue)), "a dimension of" },
        { "2^93 values", File(3, 1, [], Tensor("a", 0, 0, int.MaxValue, int.MaxValue, int.MaxValue)), "more values than any file" },
        { "a type that is not read", File(3, 1, [], Tensor("a", 12, 0, 256)), "ggml's type Q4_K" },
        { "a type that is none", File(3, 1, [], Tensor("a", 999, 0, 256)), "ggml's type number 999" },
        { "rows that are no blocks", File(3, 1, [], Tensor("a", 8, 0, 33)), "no multiple of 32" },
        { "a scalar in blocks", File(3, 1, [], Tensor("a", 8, 0)), "no multiple of 32" },
        { "an offset off the alignment", File(3, 1, [], Tensor("a", 0, 4, 2)), "no multiple of 32" },
        { "an offset over the file", File(3, 1, [], Tensor("a", 0, 64, 2)), "only 32 follow" },
        { "an offset of 2^64 - 32", File(3, 1, [], Tensor("a", 0, ulong.MaxValue - 31, 2)), "only 32 follow" },
        { "a tensor over the file", File(3, 1, [], Tensor("a", 0, 0, 9)), "only 32 follow" },
        { "two tensors on one place", File(3, 2, [], [.. s_tensor, .. Tensor("b", 0, 0, 2)]), "inside the one before" },
        { "a name twice", File(3, 2, [], [.. s_tensor, .. s_tensor]), "have the name 'a'" },
        { "a name that is not UTF-8", File(3, 1, [], [.. U64(1), 0xff, .. U32(0), .. U32(0), .. U64(0)]), "UTF-8" },
    };

    [Theory]
    [MemberData(nameof(Bad), DisableDiscoveryEnumeration = true)]
    public void A_file_that_lies_is_refused(string what, byte[] file, string reason)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<ModelFormatException>(() => Load(file));
        Assert.True(error.Message.Contains(reason, StringComparison.Ordinal), $"{what}: {error.Message}");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void A_file_of_this_kind_without_a_lie_is_read(uint version) =>
        Assert.Equal([1f, 2f], Load(File(version, 1, [], s_tensor)).Tensors[0].ToArray());

    [Theory]
    [InlineData(ByteOrder.Little)]
    [InlineData(ByteOrder.Big)]
    public void A_file_cut_anywhere_is_refused(ByteOrder order)
    {
        byte[] whole = GgufTests.Write(GgufTests.Sample(), GgmlType.Q8_0, order);
        int end = whole.Length - 28; // the last tensor has one value, then padding
        for (int length = 0; length < end; length++)
            Assert.Throws<ModelFormatException>(() => Load(whole[..length]));
        Load(whole[..end]);
    }

    [Fact]
    public void A_file_with_any_byte_of_its_header_changed_is_read_or_refused()
    {
        byte[] whole = GgufTests.Write(GgufTests.Sample(), GgmlType.Q4_0, ByteOrder.Little);
        Damage.EachByte(whole, 1200, file => Load(file));
    }

    private static Model Load(byte[] file) => ModelFile.Load(new MemoryStream(file), "file", TestContext.Current.CancellationToken);

    private static byte[] File(uint version, ulong tensors, byte[] pairs, params byte[][] infos) => File(version, tensors, 0, pairs, infos);

    // The header, then 32 bytes of values, of which the first two are 1 and 2.
    private static byte[] File(uint version, ulong tensors, ulong pairCount, byte[] pairs, params byte[][] infos)
    {
        byte[] header = [.. "GGUF"u8, .. U32(version), .. U64(tensors), .. U64(pairCount), .. pairs, .. infos.SelectMany(i => i)];
        return [.. header, .. new byte[-header.Length & 31], .. U32(0x3f800000), .. U32(0x40000000), .. new byte[24]];
    }

    private static byte[] Tensor(string name, uint type, ulong offset, params ulong[] dimensions) =>
        [.. Text(name), .. U32((uint)dimensions.Length), .. dimensions.SelectMany(U64), .. U32(type), .. U64(offset)];

    private static byte[] Text(string text) => [.. U64((ulong)text.Length), .. Encoding.UTF8.GetBytes(text)];

    private static byte[] U32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] U64(ulong value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return bytes;
    }
}
