using Opml.Ethereum.Abi;

namespace Opml.Ethereum.Tests.Abi;

/// <summary>Bytes made to mislead: each must be refused at once, without taking memory for what they claim.</summary>
public sealed class AbiHostileTests
{
    private const string Far = "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff";

    [Theory]
    [InlineData("uint256", new string[0], "end at byte 0")]
    [InlineData("bytes", new[] { "20" }, "end at byte 32")]
    [InlineData("bytes", new[] { Far }, "far beyond")]
    [InlineData("bytes", new[] { "7fffffff" }, "outside of the data")]
    [InlineData("bytes", new[] { "20", Far }, "far beyond")]
    [InlineData("bytes", new[] { "20", "7fffffff" }, "claims 2147483647 bytes")]
    [InlineData("bytes", new[] { "20", "21", "0" }, "claims 33 bytes")]
    [InlineData("uint8[]", new[] { "20", "7fffffff" }, "claims 2147483647 elements")]
    [InlineData("uint8[]", new[] { "20", "2", "1" }, "claims 2 elements")]
    [InlineData("uint256[1000][]", new[] { "20", "41893", "0" }, "claims 268435 elements")]
    [InlineData("uint8", new[] { "100" }, "too large")]
    [InlineData("int8", new[] { "80" }, "too large")]
    [InlineData("int8", new[] { "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f" }, "too large")]
    [InlineData("bool", new[] { "2" }, "no clean bool")]
    [InlineData("address", new[] { "010000000000000000000000000000000000000000" }, "no clean address")]
    [InlineData("bytes4", new[] { "1" }, "no clean bytes4")]
    [InlineData("(bytes,bytes)", new[] { "20", "40", "40", "20", "0" }, "overlap")]
    public void Lying_data_are_refused(string type, string[] words, string reason)
    {
        var error = Assert.Throws<AbiException>(() => AbiCoder.Decode(type, TestData.Words(words)));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Arrays_that_share_their_contents_do_not_multiply()
    {
        // Ten levels of sixteen elements that all point to the same next level would be 16^10 values.
        var words = new List<string> { "20" };
        for (var level = 0; level < 10; level++)
        {
            words.Add("10");
            words.AddRange(Enumerable.Repeat("200", 16));
        }

        words.Add("0");
        var type = "uint256" + string.Concat(Enumerable.Repeat("[]", 11));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<AbiException>(() => AbiCoder.Decode(type, TestData.Words([.. words])));
        Assert.Contains("overlap", error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void A_string_that_is_no_utf8_is_refused() =>
        Assert.Throws<AbiException>(() => AbiCoder.Decode("string", (byte[])[.. TestData.Words("20", "1"), .. Hex.Parse("ff".PadRight(64, '0'))]));

    [Fact]
    public void Random_bytes_never_do_more_than_be_refused()
    {
        var random = new Random(7);
        string[] types = ["bytes[]", "(string,uint8[2][])[]", "uint256[][][],bytes", "(bool,(bytes4,address)[3])[2]"];
        for (var i = 0; i < 20_000; i++)
        {
            var data = new byte[random.Next(8) * 32 + random.Next(32)];
            for (var at = 31; at < data.Length; at += random.Next(1, 33))
                data[at] = (byte)(random.Next(5) * 32);
            try
            {
                AbiCoder.Decode(types[i % types.Length], data);
            }
            catch (AbiException)
            {
                // As it should be; anything else fails the test.
            }
        }
    }

    [Fact]
    public void Padding_at_the_end_may_be_missing_as_in_solidity() =>
        Assert.Equal(Hex.Parse("ab"), AbiCoder.Decode("bytes", (byte[])[.. TestData.Words("20", "1"), 0xab]).Get<byte[]>(0));
}
