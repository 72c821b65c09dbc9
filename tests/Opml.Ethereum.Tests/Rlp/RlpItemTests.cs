using System.Numerics;
using Opml.Ethereum.Rlp;

namespace Opml.Ethereum.Tests.Rlp;

public sealed class RlpItemTests
{
    private const string Lorem = "Lorem ipsum dolor sit amet, consectetur adipisicing elit";

    /// <summary>The examples of the Ethereum wiki's page on RLP, and the edges of each form.</summary>
    public static TheoryData<string, string> Vectors => new()
    {
        { Text(RlpItem.FromBytes("dog"u8.ToArray())), "83646f67" },
        { Text(RlpItem.List(RlpItem.FromBytes("cat"u8.ToArray()), RlpItem.FromBytes("dog"u8.ToArray()))), "c88363617483646f67" },
        { Text(RlpItem.FromBytes(default)), "80" },
        { Text(RlpItem.List()), "c0" },
        { Text(RlpItem.FromInteger(0)), "80" },
        { Text(RlpItem.FromInteger(15)), "0f" },
        { Text(RlpItem.FromInteger(127)), "7f" },
        { Text(RlpItem.FromInteger(128)), "8180" },
        { Text(RlpItem.FromInteger(1024)), "820400" },
        { Text(RlpItem.FromBytes(new byte[1])), "00" },
        { Text(RlpItem.List(RlpItem.List(), RlpItem.List(RlpItem.List()), RlpItem.List(RlpItem.List(), RlpItem.List(RlpItem.List())))), "c7c0c1c0c3c0c1c0" },
        { Text(RlpItem.FromBytes(System.Text.Encoding.ASCII.GetBytes(Lorem))), "b838" + Convert.ToHexStringLower(System.Text.Encoding.ASCII.GetBytes(Lorem)) },
        { Text(RlpItem.FromBytes(new byte[55])), "b7" + new string('0', 110) },
        { Text(RlpItem.FromBytes(new byte[256])), "b90100" + new string('0', 512) },
        { Text(RlpItem.List(Enumerable.Repeat(RlpItem.FromInteger(1), 60))), "f83c" + string.Concat(Enumerable.Repeat("01", 60)) },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Items_are_written_and_read_in_one_way(string written, string expected)
    {
        Assert.Equal(expected, written);
        Assert.Equal(expected, Text(RlpItem.Decode(Hex.Parse(expected))));
    }

    [Theory]
    [InlineData("", "ends where an item is expected")]
    [InlineData("81", "claims 1 bytes, but 0 are left")]
    [InlineData("83646f", "claims 3 bytes, but 2 are left")]
    [InlineData("8000", "1 bytes follow")]
    [InlineData("8101", "stands for itself")]
    [InlineData("817f", "stands for itself")]
    [InlineData("b801ff", "shortest form")]
    [InlineData("b90038" + "0000", "shortest form")]
    [InlineData("b9", "ends inside a length")]
    [InlineData("bf7fffffffffffffff", "claims 9223372036854775807 bytes")]
    [InlineData("bfffffffffffffffff", "claims 18446744073709551615 bytes")]
    [InlineData("fbffffffff", "claims 4294967295 bytes")]
    [InlineData("c283646f", "claims 3 bytes, but 1 are left")] // An item that reaches out of its list.
    public void Bytes_that_lie_are_refused(string encoded, string reason) =>
        Assert.Contains(reason, Assert.Throws<RlpException>(() => RlpItem.Decode(Hex.Parse(encoded))).Message, StringComparison.Ordinal);

    [Fact]
    public void Deep_nesting_is_refused_before_the_stack_ends()
    {
        // A million lists, each in the one before: 4-byte headers with true lengths.
        byte[] encoded = [0xc0];
        var deep = new byte[1_000_000 * 4];
        for (var i = 0; i < deep.Length; i += 4)
        {
            var rest = deep.Length - i - 4;
            (deep[i], deep[i + 1], deep[i + 2], deep[i + 3]) = (0xfa, (byte)(rest >> 16), (byte)(rest >> 8), (byte)rest);
        }

        Assert.Contains("deep", Assert.Throws<RlpException>(() => RlpItem.Decode(deep)).Message, StringComparison.Ordinal);
        Assert.Throws<RlpException>(() => Enumerable.Range(0, RlpItem.MaxDepth).Aggregate(RlpItem.List(), (item, _) => RlpItem.List(item)));
        Assert.Empty(RlpItem.Decode(encoded).Items);
    }

    [Fact]
    public void An_item_of_the_wrong_shape_is_refused()
    {
        Assert.Throws<RlpException>(() => RlpItem.List().Bytes);
        Assert.Throws<RlpException>(() => RlpItem.FromInteger(1).Items);
        Assert.Throws<RlpException>(() => RlpItem.FromBytes(new byte[2]).ToInteger());
        Assert.Throws<RlpException>(() => RlpItem.FromBytes(Enumerable.Repeat((byte)1, 33).ToArray()).ToInteger());
        Assert.Throws<RlpException>(() => RlpItem.FromInteger(BigInteger.One << 64).ToUInt64());
        Assert.Throws<ArgumentOutOfRangeException>(() => RlpItem.FromInteger(-1));
        Assert.Equal(ulong.MaxValue, RlpItem.FromInteger(ulong.MaxValue).ToUInt64());
    }

    private static string Text(RlpItem item) => Convert.ToHexStringLower(item.Encode());
}
