using Opml.Mips.Commitment.Kernels;

namespace Opml.Mips.Commitment;

/// <summary>
/// Keccak-256 of many 64-byte pairs, as the nodes of one level of the memory tree are: several at once in the widest
/// vectors that the processor has (AVX-512, AVX2, arm64), chosen at run time.
/// </summary>
public static class KeccakBatch
{
    /// <summary>Bytes hashed to one digest.</summary>
    public const int PairSize = PairKernel.PairSize;

    /// <summary>Pairs hashed at once here: 8, 4, 2 or 1. A number of pairs that it divides wastes nothing.</summary>
    public static int Lanes => PairKernel.Best.Lanes;

    /// <summary>The instruction set in use.</summary>
    public static string InstructionSet => PairKernel.Best.Name;

    /// <summary>Writes the digest of each pair.</summary>
    /// <param name="pairs">n × 64 bytes.</param>
    /// <param name="digests">
    /// At least n × 32 bytes; what stands behind them is left alone. They may lie over the pairs where they begin with
    /// them or before them: pair i is read before digest i is written.
    /// </param>
    /// <exception cref="ArgumentException">The lengths do not fit, or a digest would overwrite a pair not yet read.</exception>
    public static void HashPairs(ReadOnlySpan<byte> pairs, Span<byte> digests) => HashPairs(PairKernel.Best, pairs, digests);

    /// <summary>The same by a kernel of the caller's choice.</summary>
    internal static void HashPairs(PairKernel kernel, ReadOnlySpan<byte> pairs, Span<byte> digests)
    {
        if (pairs.Length % PairSize != 0)
            throw new ArgumentException($"{pairs.Length} bytes are not a whole number of {PairSize}-byte pairs.", nameof(pairs));
        if (digests.Length < pairs.Length / 2)
            throw new ArgumentException($"{pairs.Length / PairSize} digests need {pairs.Length / 2} bytes; there are {digests.Length}.", nameof(digests));
        digests = digests[..(pairs.Length / 2)];
        if (pairs.Overlaps(digests, out int offset) && offset > 0)
            throw new ArgumentException($"The digests begin {offset} bytes into the pairs and would overwrite some before they are read; let them begin with the pairs, or apart.", nameof(digests));
        kernel.HashPairs(pairs, digests);
    }
}
