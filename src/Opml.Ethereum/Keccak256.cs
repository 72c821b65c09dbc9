using Org.BouncyCastle.Crypto.Digests;

namespace Opml.Ethereum;

/// <summary>Keccak-256 as Ethereum uses it: the padding of the SHA-3 submission, not of FIPS 202.</summary>
public static class Keccak256
{
    /// <summary>The digest of the bytes.</summary>
    public static Hash32 Hash(ReadOnlySpan<byte> bytes)
    {
        var digest = new KeccakDigest(256);
        digest.BlockUpdate(bytes);
        Span<byte> result = stackalloc byte[Hash32.Size];
        digest.DoFinal(result);
        return new Hash32(result);
    }
}
