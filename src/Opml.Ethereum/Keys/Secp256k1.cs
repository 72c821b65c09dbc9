using System.Numerics;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math.EC;
using Org.BouncyCastle.Math.EC.Multiplier;
using Org.BouncyCastle.Utilities;
using BcInteger = Org.BouncyCastle.Math.BigInteger;

namespace Opml.Ethereum.Keys;

/// <summary>ECDSA over secp256k1 (SEC 1, section 4.1; SEC 2, section 2.4.1) as Ethereum uses it.</summary>
internal static class Secp256k1
{
    private static readonly X9ECParameters s_curve = CustomNamedCurves.GetByName("secp256k1");
    private static readonly ECPoint s_generator = s_curve.G;
    private static readonly BcInteger s_order = s_curve.N;
    private static readonly BcInteger s_halfOrder = s_order.ShiftRight(1);
    private static readonly FixedPointCombMultiplier s_multiplier = new();

    public static BigInteger Order { get; } = ToSystem(s_order);

    public static BigInteger HalfOrder { get; } = ToSystem(s_halfOrder);

    public static bool IsValidKey(ReadOnlySpan<byte> key)
    {
        var value = new BcInteger(1, key);
        return value.SignValue > 0 && value.CompareTo(s_order) < 0;
    }

    /// <summary>x ‖ y, 64 bytes.</summary>
    public static byte[] PublicKey(ReadOnlySpan<byte> key) =>
        s_multiplier.Multiply(s_generator, new BcInteger(1, key)).Normalize().GetEncoded(false)[1..];

    /// <summary>Signs with the nonce of RFC 6979 (HMAC-SHA256) and the low s of EIP-2; the recovery id comes from k·G itself.</summary>
    public static EcdsaSignature Sign(ReadOnlySpan<byte> key, Hash32 digest)
    {
        var message = digest.ToArray();
        var d = new BcInteger(1, key);
        var e = new BcInteger(1, message);
        var nonces = new HMacDsaKCalculator(new Sha256Digest());
        nonces.Init(s_order, d, message);

        while (true)
        {
            var k = nonces.NextK();
            var point = s_multiplier.Multiply(s_generator, k).Normalize();
            var x = point.AffineXCoord.ToBigInteger();
            var r = x.Mod(s_order);
            var s = BigIntegers.ModOddInverse(s_order, k).Multiply(e.Add(d.Multiply(r))).Mod(s_order);
            if (r.SignValue == 0 || s.SignValue == 0)
                continue;

            var recovery = (point.AffineYCoord.TestBitZero() ? 1 : 0) | (x.CompareTo(s_order) >= 0 ? 2 : 0);
            if (s.CompareTo(s_halfOrder) > 0)
            {
                s = s_order.Subtract(s);
                recovery ^= 1;
            }

            return new EcdsaSignature(ToSystem(r), ToSystem(s), (byte)recovery);
        }
    }

    /// <summary>The public key, x ‖ y, whose signature this is (SEC 1, section 4.1.6), or null when there is none.</summary>
    public static byte[]? Recover(Hash32 digest, EcdsaSignature signature)
    {
        var r = FromSystem(signature.R);
        var x = (signature.RecoveryId & 2) == 0 ? r : r.Add(s_order);
        if (x.CompareTo(s_curve.Curve.Field.Characteristic) >= 0)
            return null;

        ECPoint point;
        try
        {
            var compressed = new byte[33];
            compressed[0] = (byte)(2 | signature.RecoveryId & 1);
            BigIntegers.AsUnsignedByteArray(x, compressed, 1, 32);
            point = s_curve.Curve.DecodePoint(compressed);
        }
        catch (ArgumentException)
        {
            return null; // No point of the curve has this x.
        }

        var inverse = r.ModInverse(s_order);
        var e = new BcInteger(1, digest.ToArray());
        var u1 = e.Multiply(inverse).Mod(s_order).Negate().Mod(s_order);
        var u2 = FromSystem(signature.S).Multiply(inverse).Mod(s_order);
        var key = ECAlgorithms.SumOfTwoMultiplies(s_generator, u1, point, u2).Normalize();
        return key.IsInfinity ? null : key.GetEncoded(false)[1..];
    }

    private static BigInteger ToSystem(BcInteger value) => new(value.ToByteArrayUnsigned(), isUnsigned: true, isBigEndian: true);

    private static BcInteger FromSystem(BigInteger value) => new(1, value.ToByteArray(isUnsigned: true, isBigEndian: true));
}
