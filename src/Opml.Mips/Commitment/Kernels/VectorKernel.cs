using System.Runtime.CompilerServices;

namespace Opml.Mips.Commitment.Kernels;

/// <summary>The kernel of one kind of lanes.</summary>
internal sealed class VectorKernel<TVector, TLanes>(string name) : PairKernel
    where TVector : unmanaged
    where TLanes : ILanes<TVector>
{
    private const int HashSize = Keccak256.HashSize;
    private const int StateWords = 25;

    public override string Name => name;

    public override int Lanes => TLanes.Count;

    public override bool IsSupported => TLanes.IsSupported;

    // Optimised at once, as the permutation is.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void HashPairs(ReadOnlySpan<byte> pairs, Span<byte> digests)
    {
        int pairBytes = PairSize * TLanes.Count, digestBytes = HashSize * TLanes.Count;
        Span<TVector> state = stackalloc TVector[StateWords];
        while (pairs.Length >= pairBytes)
        {
            HashFull(state, pairs, digests);
            pairs = pairs[pairBytes..];
            digests = digests[digestBytes..];
        }
        if (pairs.IsEmpty) return;

        // What is left fills some of the lanes; the others hash zeros.
        Span<byte> lastPairs = stackalloc byte[pairBytes];
        Span<byte> lastDigests = stackalloc byte[digestBytes];
        lastPairs.Clear();
        pairs.CopyTo(lastPairs);
        HashFull(state, lastPairs, lastDigests);
        lastDigests[..(pairs.Length / 2)].CopyTo(digests);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void HashFull(Span<TVector> state, ReadOnlySpan<byte> pairs, Span<byte> digests)
    {
        // 64 bytes, the padding's first bit at byte 64 and its last at byte 135, the end of the rate.
        state.Clear();
        TLanes.Load(pairs, state);
        state[8] = TLanes.Broadcast(0x01);
        state[16] = TLanes.Broadcast(0x8000000000000000);
        KeccakPermutation<TVector, TLanes>.Permute(state);
        TLanes.Store(state, digests);
    }
}
