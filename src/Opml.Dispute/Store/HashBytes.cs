using Opml.Ethereum;

namespace Opml.Dispute.Store;

/// <summary>Hashes one after the other, 32 bytes each.</summary>
internal static class HashBytes
{
    public static byte[] Join(IReadOnlyList<Hash32> hashes) => [.. hashes.SelectMany(hash => hash.ToArray())];

    /// <exception cref="ArgumentException">They are not whole hashes.</exception>
    public static Hash32[] Split(byte[] bytes) => [.. bytes.Chunk(Hash32.Size).Select(hash => new Hash32(hash))];
}
