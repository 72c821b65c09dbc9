using Opml.Mips.Commitment;

namespace Opml.Mips.Tests.Commitment;

public class Keccak256Tests
{
    // The byte i of each message is i mod 251. Digests from an independent implementation.
    [Theory]
    [InlineData(0, "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")]
    [InlineData(1, "bc36789e7a1e281436464229828f817d6612f7b477d66591ff96a9e064bcc98a")]
    [InlineData(135, "cbdfd9dee5faad3818d6b06f95a219fd290b0e1706f6a82e5a595b9ce9faca62")]
    [InlineData(136, "7ce759f1ab7f9ce437719970c26b0a66ff11fe3e38e17df89cf5d29c7d7f807e")]
    [InlineData(137, "ac73d4fae68b8453f764007c1a20ce95994187861f0c3227a3a8e99a73a3b1db")]
    [InlineData(271, "27eceb59ebc3dc8a04a5b135be641591a7278540e4556a2ba9f408194e666ec3")]
    [InlineData(272, "8e2476e65823b24d96ebe239f2c1534cdf763e689e2410c3b1cb0c74e6177bfc")]
    [InlineData(273, "3f02f134370e4debb95140ef49ddd3aed8c65ff1ed83a43f1b269421f179c5f9")]
    [InlineData(4096, "154a932bb08a718880807903c8724a2e293271f249bd8d7017eb0e9b456a218d")]
    [InlineData(100000, "6471ac9ab04fbc0d56ac61af4d291f678837a91f8e5d581a2a921d242234b6c7")]
    public void Hashes_messages_of_each_length_around_a_block(int length, string digest) =>
        Assert.Equal(digest, Convert.ToHexStringLower(Keccak256.Hash(Message(length))));

    [Theory]
    [InlineData("", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")]
    [InlineData("abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45")]
    [InlineData("testing", "5f16f4c7f149ac4f9510d9cf8cf384038ad348b3bcdc01915f95de12df9d1b02")]
    public void Hashes_as_Ethereum_does(string text, string digest) =>
        Assert.Equal(digest, Convert.ToHexStringLower(Keccak256.Hash(System.Text.Encoding.ASCII.GetBytes(text))));

    [Fact]
    public void A_pair_is_hashed_as_its_64_bytes_also_onto_itself()
    {
        byte[] pair = Message(64), expected = Keccak256.Hash(pair);
        byte[] node = new byte[32];
        Keccak256.HashPair(pair, node);
        Assert.Equal(expected, node);
        Keccak256.HashPair(pair.AsSpan(0, 32), pair.AsSpan(32), pair.AsSpan(0, 32));
        Assert.Equal(expected, pair[..32]);
    }

    private static byte[] Message(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i % 251))];
}
