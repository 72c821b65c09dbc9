using System.Numerics;

namespace Opml.Ethereum.Tests;

public sealed class PrimitiveTests
{
    [Theory]
    [InlineData("0x", "")]
    [InlineData("", "")]
    [InlineData("0x00ff", "00ff")]
    [InlineData("DEADbeef", "deadbeef")]
    public void Data_are_read(string text, string digits) => Assert.Equal(digits, Convert.ToHexStringLower(Hex.Parse(text)));

    [Theory]
    [InlineData("0x0")]
    [InlineData("0xzz")]
    [InlineData("0x 0")]
    [InlineData("xy")]
    public void What_is_no_data_is_refused(string text)
    {
        Assert.Throws<FormatException>(() => Hex.Parse(text));
        Assert.False(Hex.TryParse(text, out _));
    }

    [Theory]
    [InlineData("0x0", "0")]
    [InlineData("0x400", "1024")]
    [InlineData("0xff", "255")]
    [InlineData("0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", "115792089237316195423570985008687907853269984665640564039457584007913129639935")]
    public void Quantities_are_read_and_written(string text, string number)
    {
        Assert.Equal(BigInteger.Parse(number, null), Hex.ParseQuantity(text));
        Assert.Equal(text, Hex.FormatQuantity(BigInteger.Parse(number, null)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0x")]
    [InlineData("12")]
    [InlineData("0x-1")]
    [InlineData("0xg")]
    [InlineData("0x10000000000000000000000000000000000000000000000000000000000000000")]
    public void What_is_no_quantity_is_refused(string text) => Assert.Throws<FormatException>(() => Hex.ParseQuantity(text));

    [Theory] // The examples of EIP-55.
    [InlineData("0x52908400098527886E0F7030069857D2E4169EE7")]
    [InlineData("0x8617E340B3D01FA5F11F306F4090FD50E238070D")]
    [InlineData("0xde709f2102306220921060314715629080e2fb77")]
    [InlineData("0x27b1fdb04752bbc536007a920d24acb045561c26")]
    [InlineData("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")]
    [InlineData("0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359")]
    [InlineData("0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB")]
    [InlineData("0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb")]
    public void Addresses_are_written_with_their_checksum(string text)
    {
        Assert.Equal(text, Address.Parse(text).ToString());
        Assert.Equal(text, Address.Parse("0x" + text[2..].ToLowerInvariant()).ToString());
        Assert.Equal(text, Address.Parse(text[2..].ToUpperInvariant()).ToString());
    }

    [Theory]
    [InlineData("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed", "checksum")] // One letter of the wrong case.
    [InlineData("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe", "40 hexadecimal digits")]
    [InlineData("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed00", "40 hexadecimal digits")]
    [InlineData("vitalik.eth", "40 hexadecimal digits")]
    public void A_mistyped_address_is_refused(string text, string reason)
    {
        Assert.Contains(reason, Assert.Throws<FormatException>(() => Address.Parse(text)).Message, StringComparison.Ordinal);
        Assert.False(Address.TryParse(text, out _));
    }

    [Fact]
    public void Hashes_order_as_numbers_and_round_trip()
    {
        var small = Hash32.Parse("0x00" + new string('f', 62));
        var large = Hash32.Parse("01" + new string('0', 62));

        Assert.True(small < large && large > small && small <= large && large >= small);
        Assert.Equal(large, new Hash32(large.ToArray()));
        Assert.Equal("0x01" + new string('0', 62), large.ToString());
        Assert.Throws<FormatException>(() => Hash32.Parse("0x01"));
        Assert.Throws<ArgumentException>(() => new Hash32(new byte[31]));
    }

    [Theory]
    [InlineData("", "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")]
    [InlineData("6f706d6c", "0xc338f60432038d349eccab8e5ee4152048ff6d747bff937267baf83b83b6178d")]
    public void Keccak_is_ethereums(string input, string digest) => Assert.Equal(digest, Keccak256.Hash(Hex.Parse(input)).ToString());

    [Fact]
    public void Block_tags_are_spelt_as_json_rpc_does() => Assert.Equal(
        ["latest", "pending", "earliest", "safe", "finalized", "0x0", "0x1f4"],
        new BlockTag[] { default, BlockTag.Pending, BlockTag.Earliest, BlockTag.Safe, BlockTag.Finalized, 0, 500 }.Select(t => t.ToString()));
}
