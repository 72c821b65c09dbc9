using System.Diagnostics.CodeAnalysis;

namespace Opml.Mips.Commitment.Kernels;

/// <summary>
/// What Keccak asks of a vector of 64-bit lanes, one lane a state. Words are little-endian
/// (The Keccak reference 3.0, section 1.1).
/// </summary>
internal interface ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Whether this processor has the instructions.</summary>
    static abstract bool IsSupported { get; }

    /// <summary>States side by side in a vector.</summary>
    static abstract int Count { get; }

    /// <summary>The value in every lane.</summary>
    static abstract TVector Broadcast(ulong value);

    static abstract TVector Xor(TVector a, TVector b);

    static abstract TVector Xor(TVector a, TVector b, TVector c);

    /// <summary>Each lane rotated by 1 to 63 bits.</summary>
    static abstract TVector RotateLeft(TVector value, [ConstantExpected] byte count);

    /// <summary>a ^ (~b &amp; c).</summary>
    static abstract TVector Chi(TVector a, TVector b, TVector c);

    /// <summary>Transposes Count pairs of 64 bytes into 8 words: lane i of each is pair i's.</summary>
    static abstract void Load(ReadOnlySpan<byte> pairs, Span<TVector> words);

    /// <summary>Transposes the first 4 words into Count digests of 32 bytes.</summary>
    static abstract void Store(ReadOnlySpan<TVector> words, Span<byte> digests);
}
