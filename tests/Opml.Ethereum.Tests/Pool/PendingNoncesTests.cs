using Opml.Ethereum.Pool;

namespace Opml.Ethereum.Tests.Pool;

/// <summary>Which nonce is signed with: answers of endpoints, how many there are, the next one after those handed in here, and what comes of it.</summary>
public sealed class PendingNoncesTests
{
    private const ulong Lie = 1_000_000;

    [Theory]
    // A single endpoint has to be believed.
    [InlineData(new ulong[] { 7 }, 1, 0, 7)]
    [InlineData(new ulong[] { 0 }, 1, 7, 0)] // a chain that began anew
    // Of three that answer, most decide; own transactions that one of them counts are there.
    [InlineData(new ulong[] { 7, 7, 7 }, 3, 0, 7)]
    [InlineData(new ulong[] { Lie, 7, 7 }, 3, 7, 7)]
    [InlineData(new ulong[] { Lie, 7, 5 }, 3, 7, 7)]
    [InlineData(new ulong[] { 0, 7, 7 }, 3, 7, 7)]
    [InlineData(new ulong[] { 7, 5, 5 }, 3, 7, 7)] // two have not heard of the last two
    [InlineData(new ulong[] { 5, 5, 5 }, 3, 7, 5)] // they are lost
    [InlineData(new ulong[] { 7, 5, 5 }, 3, 0, 5)] // handed in by nobody here
    [InlineData(new ulong[] { 9, 9, 9 }, 3, 7, 9)] // and two by another process
    // With one of three silent, or two endpoints in all, what is far off is left out.
    [InlineData(new ulong[] { 7, 5 }, 3, 7, 7)]
    [InlineData(new ulong[] { 7, 5 }, 2, 7, 7)]
    [InlineData(new ulong[] { 7, 5 }, 2, 0, 7)]
    [InlineData(new ulong[] { Lie, 7 }, 2, 7, 7)]
    [InlineData(new ulong[] { Lie, 7 }, 2, 0, 7)]
    [InlineData(new ulong[] { 0, 500 }, 2, 500, 500)]
    [InlineData(new ulong[] { 500, 500 }, 2, 3, 500)] // another process has sent as many
    // One answer of several.
    [InlineData(new ulong[] { 7 }, 2, 7, 7)]
    [InlineData(new ulong[] { 7 }, 3, 5, 7)]
    [InlineData(new ulong[] { 5 }, 3, 7, 5)]
    [InlineData(new ulong[] { Lie }, 3, 0, Lie)] // nothing to tell it by
    public void The_next_nonce(ulong[] answers, int endpoints, ulong own, ulong expected)
    {
        foreach (var order in new[] { answers, [.. answers.Reverse()] })
            Assert.Equal(expected, PendingNonces.Choose(order, endpoints, own));
    }

    [Fact]
    public void One_of_three_that_names_a_nonce_far_beyond_those_used_is_not_believed_alone() => Assert.Null(PendingNonces.Choose([Lie], 3, 7));
}
