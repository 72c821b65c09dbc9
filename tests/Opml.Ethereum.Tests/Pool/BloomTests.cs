using Opml.Ethereum.Pool;

namespace Opml.Ethereum.Tests.Pool;

public sealed class BloomTests
{
    private static readonly Address s_contract = Address.Parse("0x095e7baea6a6c7c4c2dfeb977efac326af552d87");
    private static readonly Hash32 s_topic = Hash32.Zero;

    [Fact]
    public void A_filter_has_the_bits_that_the_yellow_paper_says()
    {
        var expected = new byte[Bloom.Size];
        foreach (var entry in new[] { s_contract.ToArray(), s_topic.ToArray() })
        {
            var hash = Keccak256.Hash(entry).ToArray();
            for (var pair = 0; pair < 6; pair += 2)
            {
                var bit = (hash[pair] * 256 + hash[pair + 1]) % 2048;
                expected[255 - bit / 8] |= (byte)(1 << (bit % 8));
            }
        }

        Assert.Equal(expected, Filter());
        Assert.InRange(expected.Sum(b => byte.PopCount(b)), 5, 6);
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, true)] // any topic
    [InlineData(false, true, true)] // any contract
    [InlineData(false, false, true)]
    public void What_is_in_a_block_is_never_denied(bool byAddress, bool byTopic, bool mayHold) =>
        Assert.Equal(mayHold, Bloom.MayHold(Filter(), new LogFilter { Addresses = byAddress ? [s_contract] : [], Topics = byTopic ? [[s_topic]] : [null] }));

    [Fact]
    public void What_is_not_in_a_block_is_denied()
    {
        var other = new LogFilter { Addresses = [Address.Zero] };
        Assert.False(Bloom.MayHold(Filter(), other));
        Assert.True(Bloom.MayHold(Filter(), other with { Addresses = [Address.Zero, s_contract] }));
        Assert.False(Bloom.MayHold(Filter(), new LogFilter { Addresses = [s_contract], Topics = [[new Hash32(TestData.Words("5"))]] }));
        Assert.False(Bloom.MayHold(Filter(), Log(Address.Zero, s_topic)));
        Assert.True(Bloom.MayHold(Filter(), Log(s_contract, s_topic)));
    }

    private static Log Log(Address address, Hash32 topic) => new(address, [topic], [], 1, Hash32.Zero, Hash32.Zero, 0, 0);

    private static byte[] Filter()
    {
        var bloom = new byte[Bloom.Size];
        Bloom.Add(bloom, s_contract.ToArray());
        Bloom.Add(bloom, s_topic.ToArray());
        return bloom;
    }
}
