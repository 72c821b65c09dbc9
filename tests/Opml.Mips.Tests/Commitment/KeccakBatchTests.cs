using Opml.Mips.Commitment;
using Opml.Mips.Commitment.Kernels;

namespace Opml.Mips.Tests.Commitment;

public class KeccakBatchTests
{
    /// <summary>The kernels that this processor has; one that it lacks has no line here.</summary>
    public static TheoryData<string> Kernels => [.. PairKernel.Supported.Select(kernel => kernel.Name)];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Every_kernel_hashes_known_pairs(string name)
    {
        // 64 zero bytes, the root of the zero subtree of height 1; and bytes 0 to 63.
        byte[] pairs = new byte[128], digests = new byte[64];
        for (int i = 0; i < 64; i++) pairs[64 + i] = (byte)i;
        KeccakBatch.HashPairs(Kernel(name), pairs, digests);
        Assert.Equal("ad3228b676f7d3cd4284a5443f17f1962b36e491b30a40b2405849e597ba5fb5", Convert.ToHexStringLower(digests.AsSpan(0, 32)));
        Assert.Equal("002030bde3d4cf89919649775cd71875c4d0ab1708a380e03fefc3a28aa24831", Convert.ToHexStringLower(digests.AsSpan(32)));
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Every_kernel_agrees_with_hashing_one_by_one_on_any_number_of_pairs(string name)
    {
        var random = new Random(1);
        for (int count = 0; count <= 40; count++)
        {
            byte[] pairs = new byte[count * 64];
            random.NextBytes(pairs);
            byte[] digests = new byte[(count * 32) + 32];
            digests.AsSpan(count * 32).Fill(0xa5);
            KeccakBatch.HashPairs(Kernel(name), pairs, digests);
            Assert.Equal(OneByOne(pairs), digests[..(count * 32)]);
            Assert.All(digests[(count * 32)..], value => Assert.Equal(0xa5, value));

            byte[] inPlace = (byte[])pairs.Clone();
            KeccakBatch.HashPairs(Kernel(name), inPlace, inPlace);
            Assert.Equal(digests[..(count * 32)], inPlace[..(count * 32)]);
            Assert.Equal(pairs[(count * 32)..], inPlace[(count * 32)..]);
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Digests_may_begin_before_the_pairs_that_they_overwrite(string name)
    {
        byte[] buffer = new byte[40 + (21 * 64)];
        new Random(2).NextBytes(buffer);
        byte[] expected = OneByOne(buffer.AsSpan(40));
        KeccakBatch.HashPairs(Kernel(name), buffer.AsSpan(40), buffer);
        Assert.Equal(expected, buffer[..expected.Length]);
    }

    [Fact]
    public void The_scalar_kernel_and_the_chosen_one_are_among_them()
    {
        Assert.Contains(PairKernel.Supported, kernel => kernel is { Name: "scalar", Lanes: 1 });
        Assert.Contains(PairKernel.Supported, kernel => kernel.Name == KeccakBatch.InstructionSet && kernel.Lanes == KeccakBatch.Lanes);
    }

    [Theory]
    [InlineData(63, 32, 64, "63 bytes are not a whole number of 64-byte pairs")]
    [InlineData(128, 63, 128, "2 digests need 64 bytes; there are 63")]
    [InlineData(128, 64, 1, "begin 1 bytes into the pairs")]
    [InlineData(128, 64, 127, "begin 127 bytes into the pairs")]
    public void Refuses_what_does_not_fit(int pairs, int digests, int digestsAt, string message)
    {
        byte[] buffer = new byte[256];
        var error = Assert.Throws<ArgumentException>(() => KeccakBatch.HashPairs(buffer.AsSpan(0, pairs), buffer.AsSpan(digestsAt, digests)));
        Assert.Contains(message, error.Message);
    }

    private static PairKernel Kernel(string name) => PairKernel.Supported.Single(kernel => kernel.Name == name);

    private static byte[] OneByOne(ReadOnlySpan<byte> pairs)
    {
        byte[] digests = new byte[pairs.Length / 2];
        for (int i = 0; i < pairs.Length; i += 64) Keccak256.Hash(pairs.Slice(i, 64)).CopyTo(digests, i / 2);
        return digests;
    }
}
