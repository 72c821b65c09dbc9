using System.Buffers.Binary;
using Opml.Dispute.Game;
using Opml.Ethereum;

namespace Opml.Dispute.Contracts;

/// <summary>What the contract remembers of a segment between moves: the Keccak-256 of its four words.</summary>
internal static class Commitment
{
    private const int Words = 4;

    /// <summary>The commitment to a segment and, once they are posted, to the hashes of its inner positions.</summary>
    public static Hash32 Of(Segment segment, IReadOnlyList<Hash32> hashes)
    {
        var words = new byte[(Words + (hashes.Count == 0 ? 0 : 1)) * Hash32.Size];
        BinaryPrimitives.WriteUInt64BigEndian(words.AsSpan(Hash32.Size - sizeof(ulong)), segment.Index);
        BinaryPrimitives.WriteUInt64BigEndian(words.AsSpan((2 * Hash32.Size) - sizeof(ulong)), segment.Size);
        segment.Agreed.CopyTo(words.AsSpan(2 * Hash32.Size));
        segment.Disputed.CopyTo(words.AsSpan(3 * Hash32.Size));
        if (hashes.Count != 0)
            Keccak256.Hash([.. hashes.SelectMany(hash => hash.ToArray())]).CopyTo(words.AsSpan(Words * Hash32.Size));

        return Keccak256.Hash(words);
    }
}
