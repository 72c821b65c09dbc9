using System.Numerics;
using Opml.Dispute.Game;
using Opml.Ethereum;

namespace Opml.Dispute.Tests.Game;

public class SegmentTests
{
    [Theory]
    [InlineData(0UL, 2UL, 2, new[] { 1UL })]
    [InlineData(0UL, 3UL, 2, new[] { 1UL })]
    [InlineData(0UL, 3UL, 16, new[] { 1UL, 2UL })]
    [InlineData(0UL, 10UL, 4, new[] { 2UL, 5UL, 7UL })]
    [InlineData(100UL, 10UL, 4, new[] { 102UL, 105UL, 107UL })]
    [InlineData(0UL, 1UL << 32, 2, new[] { 1UL << 31 })]
    [InlineData(0UL, ulong.MaxValue, 2, new[] { 9223372036854775807UL })]
    [InlineData(0UL, ulong.MaxValue, 4, new[] { 4611686018427387903UL, 9223372036854775807UL, 13835058055282163711UL })]
    [InlineData(7UL, 1UL, 16, new ulong[0])]
    public void Positions_are_floors_of_exact_quotients(ulong index, ulong size, int arity, ulong[] expected) =>
        Assert.Equal(expected, new Segment(index, size, default, default).Positions(arity));

    [Theory]
    [InlineData(1UL, 2, 0)]
    [InlineData(2UL, 2, 1)]
    [InlineData(3UL, 2, 2)]
    [InlineData(1UL << 32, 2, 32)]
    [InlineData((1UL << 32) + 1, 2, 33)]
    [InlineData(1UL << 32, 16, 8)]
    [InlineData(1UL << 63, 2, 63)]
    [InlineData(ulong.MaxValue, 2, 64)]
    [InlineData(ulong.MaxValue, 16, 16)]
    [InlineData(17UL, 16, 2)]
    [InlineData(16UL, 16, 1)]
    public void Rounds_follow_from_steps_and_arity(ulong size, int arity, int expected) =>
        Assert.Equal(expected, Segment.Rounds(size, arity));

    [Fact]
    public void Parts_cover_their_segment_without_gap_or_overlap()
    {
        foreach (var size in Sizes())
        {
            for (var arity = 2; arity <= 16; arity++)
            {
                var segment = new Segment(5, size, default, default);
                var hashes = segment.Positions(arity).Select(position => HashOf(position)).ToArray();
                var end = segment.Index;
                for (var i = 0; i <= hashes.Length; i++)
                {
                    var part = segment.Pick(hashes, i);
                    Assert.Equal(end, part.Index);
                    Assert.InRange(part.Size, 1UL, (ulong)(((BigInteger)size + segment.Parts(arity) - 1) / segment.Parts(arity)));
                    end += part.Size;
                }

                Assert.Equal(segment.Index + size, end);
            }
        }
    }

    [Fact]
    public void A_part_takes_its_ends_from_the_hashes_around_it()
    {
        var segment = new Segment(0, 9, HashOf(100), HashOf(200));
        Hash32[] hashes = [HashOf(3), HashOf(6)];

        Assert.Equal(new Segment(0, 3, HashOf(100), HashOf(3)), segment.Pick(hashes, 0));
        Assert.Equal(new Segment(3, 3, HashOf(3), HashOf(6)), segment.Pick(hashes, 1));
        Assert.Equal(new Segment(6, 3, HashOf(6), HashOf(200)), segment.Pick(hashes, 2));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    [InlineData(int.MaxValue)]
    public void A_part_that_is_not_there_cannot_be_picked(int choice)
    {
        var error = Assert.Throws<RuleException>(
            () => new Segment(0, 9, default, default).Pick([default, default], choice));
        Assert.Equal(Rule.NoSuchPart, error.Rule);
    }

    private static Hash32 HashOf(ulong value) => new CountingTrace(ulong.MaxValue).StateAt(value);

    private static IEnumerable<ulong> Sizes() =>
        [.. Enumerable.Range(1, 300).Select(size => (ulong)size), 1UL << 32, (1UL << 48) - 1, 1UL << 63];
}
