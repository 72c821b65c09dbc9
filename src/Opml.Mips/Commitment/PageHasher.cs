using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Opml.Mips.Memory;

namespace Opml.Mips.Commitment;

/// <summary>
/// Roots of 4096-byte pages: subtrees of height 7. Several pages are hashed side by side, a level of all of them at
/// a time, so that the upper levels fill the lanes too; a subtree of zeros is looked up, not hashed.
/// </summary>
internal static class PageHasher
{
    /// <summary>Pages side by side: as many as the widest vector has lanes, so that the last level fills one.</summary>
    public const int BatchPages = 8;

    private const int HashSize = Keccak256.HashSize;
    private const int PairSize = KeccakBatch.PairSize;
    private const int PairsPerPage = Page.Size / PairSize;
    private const int PageHeight = Page.Shift - MemoryTree.LeafShift;

    /// <summary>Writes the roots of pages, 32 bytes each, in the order of their indices.</summary>
    public static void Roots(AddressSpace memory, ReadOnlySpan<uint> pages, Span<byte> roots)
    {
        Span<byte> even = stackalloc byte[BatchPages * Page.Size];
        Span<byte> odd = stackalloc byte[BatchPages * Page.Size / 2];
        for (int i = 0; i < pages.Length; i += BatchPages)
        {
            ReadOnlySpan<uint> batch = pages.Slice(i, Math.Min(BatchPages, pages.Length - i));
            BatchRoots(memory, batch, roots.Slice(i * HashSize, batch.Length * HashSize), even, odd);
        }
    }

    private static void BatchRoots(AddressSpace memory, ReadOnlySpan<uint> pages, Span<byte> roots, Span<byte> nodes, Span<byte> spare)
    {
        // Bit i of a page's mask: node i of the level at hand is not the zero subtree. Only such nodes are kept.
        Span<ulong> masks = stackalloc ulong[BatchPages];
        int count = 0;
        for (int i = 0; i < pages.Length; i++)
            masks[i] = Gather(memory.PageBytes(pages[i]), nodes, ref count);
        KeccakBatch.HashPairs(nodes[..(count * PairSize)], nodes);

        for (int height = 2; height <= PageHeight; height++)
        {
            int all = pages.Length * (PairsPerPage >> (height - 2));
            if (count == all)
            {
                // Nothing is zero, nor will be above: neighbours are pairs already, and the masks have served.
                count /= 2;
            }
            else
            {
                count = PairUp(masks[..pages.Length], nodes, spare, height - 1);
                Span<byte> paired = spare;
                spare = nodes;
                nodes = paired;
            }
            KeccakBatch.HashPairs(nodes[..(count * PairSize)], nodes);
        }

        for (int i = 0; i < pages.Length; i++)
        {
            Span<byte> root = roots.Slice(i * HashSize, HashSize);
            if (masks[i] == 0)
            {
                ZeroSubtrees.Root(PageHeight).CopyTo(root);
                continue;
            }
            nodes[..HashSize].CopyTo(root);
            nodes = nodes[HashSize..];
        }
    }

    /// <summary>Appends a page's pairs of leaves that are not zero; an empty span stands for a page of zeros.</summary>
    // Optimised at once: without, the vectors of the first pages would pass through memory.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ulong Gather(ReadOnlySpan<byte> page, Span<byte> pairs, ref int count)
    {
        ulong mask = 0;
        for (int i = 0; i < page.Length / PairSize; i++)
        {
            // Copied first and counted then: a pair of zeros is overwritten by the next.
            Vector512<byte> pair = Vector512.Create(page.Slice(i * PairSize, PairSize));
            pair.CopyTo(pairs[(count * PairSize)..]);
            if (pair == Vector512<byte>.Zero) continue;
            mask |= 1UL << i;
            count++;
        }
        return mask;
    }

    /// <summary>
    /// Makes pairs of a level's nodes (of height <paramref name="height"/>) where either is not zero, and turns the masks
    /// into those of the level above.
    /// </summary>
    /// <returns>The number of pairs.</returns>
    private static int PairUp(Span<ulong> masks, ReadOnlySpan<byte> nodes, Span<byte> pairs, int height)
    {
        ReadOnlySpan<byte> zero = ZeroSubtrees.Root(height);
        int taken = 0, count = 0;
        foreach (ref ulong mask in masks)
        {
            ulong above = 0;
            for (int i = 0; mask != 0; i++, mask >>= 2)
            {
                if ((mask & 3) == 0) continue;
                Span<byte> pair = pairs.Slice(count++ * PairSize, PairSize);
                ReadOnlySpan<byte> left = (mask & 1) != 0 ? nodes.Slice(taken++ * HashSize, HashSize) : zero;
                left.CopyTo(pair);
                ReadOnlySpan<byte> right = (mask & 2) != 0 ? nodes.Slice(taken++ * HashSize, HashSize) : zero;
                right.CopyTo(pair[HashSize..]);
                above |= 1UL << i;
            }
            mask = above;
        }
        return count;
    }
}
