using System.Numerics;

namespace Opml.Ethereum.Keys;

/// <summary>A signature over secp256k1 from which the signer can be told.</summary>
/// <param name="R">The x coordinate of k·G modulo the curve's order.</param>
/// <param name="S">The proof, at most half the order (EIP-2) in signatures made here.</param>
/// <param name="RecoveryId">Bit 0: the parity of the y coordinate; bit 1: whether x was reduced, which never happens by chance.</param>
public readonly record struct EcdsaSignature(BigInteger R, BigInteger S, byte RecoveryId)
{
    /// <summary>The account that signed the digest.</summary>
    /// <exception cref="EthereumException">The numbers are out of range, s is high (EIP-2), or no key gives this signature.</exception>
    public Address Recover(Hash32 digest)
    {
        if (R.Sign <= 0 || R >= Secp256k1.Order || S.Sign <= 0 || S >= Secp256k1.Order || RecoveryId > 3)
            throw new EthereumException("The numbers of the signature are out of range.");
        if (S > Secp256k1.HalfOrder)
            throw new EthereumException("The signature's s is in the upper half, which EIP-2 forbids.");

        var key = Secp256k1.Recover(digest, this) ?? throw new EthereumException("No key gives this signature.");
        return Address.FromPublicKey(key);
    }

    /// <summary>r ‖ s ‖ v, 65 bytes, v = 27 or 28: what Solidity's ecrecover helpers take.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[65];
        R.TryWriteBytes(bytes.AsSpan(32 - R.GetByteCount(isUnsigned: true)), out _, isUnsigned: true, isBigEndian: true);
        S.TryWriteBytes(bytes.AsSpan(64 - S.GetByteCount(isUnsigned: true)), out _, isUnsigned: true, isBigEndian: true);
        bytes[64] = (byte)(27 + RecoveryId);
        return bytes;
    }
}
