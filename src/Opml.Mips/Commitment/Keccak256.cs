using System.Buffers.Binary;
using System.Numerics;

namespace Opml.Mips.Commitment;

/// <summary>
/// Keccak-256 as Ethereum uses it: Keccak[c = 512] with the original padding byte 0x01
/// (The Keccak reference 3.0; not FIPS 202's SHA3-256, whose padding is 0x06).
/// </summary>
public static class Keccak256
{
    /// <summary>Bytes in a digest.</summary>
    public const int HashSize = 32;

    private const int Rate = 136;
    private const int RateWords = Rate / 8;

    private static ReadOnlySpan<ulong> RoundConstants =>
    [
        0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000,
        0x000000000000808b, 0x0000000080000001, 0x8000000080008081, 0x8000000000008009,
        0x000000000000008a, 0x0000000000000088, 0x0000000080008009, 0x000000008000000a,
        0x000000008000808b, 0x800000000000008b, 0x8000000000008089, 0x8000000000008003,
        0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
        0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
    ];

    /// <summary>The 32-byte digest of <paramref name="data"/>.</summary>
    public static byte[] Hash(ReadOnlySpan<byte> data)
    {
        byte[] digest = new byte[HashSize];
        Hash(data, digest);
        return digest;
    }

    /// <summary>Writes the 32-byte digest of <paramref name="data"/> to <paramref name="destination"/>, which may overlap it.</summary>
    public static void Hash(ReadOnlySpan<byte> data, Span<byte> destination)
    {
        Span<ulong> state = stackalloc ulong[25];
        state.Clear();
        while (data.Length >= Rate)
        {
            Absorb(state, data[..Rate]);
            Permute(state);
            data = data[Rate..];
        }

        Span<byte> last = stackalloc byte[Rate];
        last.Clear();
        data.CopyTo(last);
        last[data.Length] = 0x01;
        last[Rate - 1] |= 0x80;
        Absorb(state, last);
        Permute(state);
        Squeeze(state, destination);
    }

    /// <summary>An inner node of the memory tree: the digest of 64 bytes, two nodes side by side.</summary>
    public static void HashPair(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> destination)
    {
        Span<byte> pair = stackalloc byte[2 * HashSize];
        left[..HashSize].CopyTo(pair);
        right[..HashSize].CopyTo(pair[HashSize..]);
        HashPair(pair, destination);
    }

    /// <summary>The digest of 64 bytes that stand together.</summary>
    public static void HashPair(ReadOnlySpan<byte> pair, Span<byte> destination)
    {
        Span<ulong> state = stackalloc ulong[25];
        state.Clear();
        for (int i = 0; i < 8; i++)
            state[i] = BinaryPrimitives.ReadUInt64LittleEndian(pair[(8 * i)..]);
        state[8] = 0x01;
        state[RateWords - 1] = 0x8000000000000000;
        Permute(state);
        Squeeze(state, destination);
    }

    private static void Absorb(Span<ulong> state, ReadOnlySpan<byte> block)
    {
        for (int i = 0; i < RateWords; i++)
            state[i] ^= BinaryPrimitives.ReadUInt64LittleEndian(block[(8 * i)..]);
    }

    private static void Squeeze(ReadOnlySpan<ulong> state, Span<byte> destination)
    {
        for (int i = 0; i < HashSize / 8; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(destination[(8 * i)..], state[i]);
    }

    /// <summary>Keccak-f[1600]: 24 rounds of theta, rho, pi, chi and iota on lanes A[x + 5y].</summary>
    private static void Permute(Span<ulong> a)
    {
        ulong a00 = a[0], a10 = a[1], a20 = a[2], a30 = a[3], a40 = a[4];
        ulong a01 = a[5], a11 = a[6], a21 = a[7], a31 = a[8], a41 = a[9];
        ulong a02 = a[10], a12 = a[11], a22 = a[12], a32 = a[13], a42 = a[14];
        ulong a03 = a[15], a13 = a[16], a23 = a[17], a33 = a[18], a43 = a[19];
        ulong a04 = a[20], a14 = a[21], a24 = a[22], a34 = a[23], a44 = a[24];

        foreach (ulong constant in RoundConstants)
        {
            ulong c0 = a00 ^ a01 ^ a02 ^ a03 ^ a04;
            ulong c1 = a10 ^ a11 ^ a12 ^ a13 ^ a14;
            ulong c2 = a20 ^ a21 ^ a22 ^ a23 ^ a24;
            ulong c3 = a30 ^ a31 ^ a32 ^ a33 ^ a34;
            ulong c4 = a40 ^ a41 ^ a42 ^ a43 ^ a44;
            ulong d0 = c4 ^ BitOperations.RotateLeft(c1, 1);
            ulong d1 = c0 ^ BitOperations.RotateLeft(c2, 1);
            ulong d2 = c1 ^ BitOperations.RotateLeft(c3, 1);
            ulong d3 = c2 ^ BitOperations.RotateLeft(c4, 1);
            ulong d4 = c3 ^ BitOperations.RotateLeft(c0, 1);

            // rho and pi: b[y, 2x + 3y] = rotate(a[x, y])
            ulong b00 = a00 ^ d0;
            ulong b10 = BitOperations.RotateLeft(a11 ^ d1, 44);
            ulong b20 = BitOperations.RotateLeft(a22 ^ d2, 43);
            ulong b30 = BitOperations.RotateLeft(a33 ^ d3, 21);
            ulong b40 = BitOperations.RotateLeft(a44 ^ d4, 14);
            ulong b01 = BitOperations.RotateLeft(a30 ^ d3, 28);
            ulong b11 = BitOperations.RotateLeft(a41 ^ d4, 20);
            ulong b21 = BitOperations.RotateLeft(a02 ^ d0, 3);
            ulong b31 = BitOperations.RotateLeft(a13 ^ d1, 45);
            ulong b41 = BitOperations.RotateLeft(a24 ^ d2, 61);
            ulong b02 = BitOperations.RotateLeft(a10 ^ d1, 1);
            ulong b12 = BitOperations.RotateLeft(a21 ^ d2, 6);
            ulong b22 = BitOperations.RotateLeft(a32 ^ d3, 25);
            ulong b32 = BitOperations.RotateLeft(a43 ^ d4, 8);
            ulong b42 = BitOperations.RotateLeft(a04 ^ d0, 18);
            ulong b03 = BitOperations.RotateLeft(a40 ^ d4, 27);
            ulong b13 = BitOperations.RotateLeft(a01 ^ d0, 36);
            ulong b23 = BitOperations.RotateLeft(a12 ^ d1, 10);
            ulong b33 = BitOperations.RotateLeft(a23 ^ d2, 15);
            ulong b43 = BitOperations.RotateLeft(a34 ^ d3, 56);
            ulong b04 = BitOperations.RotateLeft(a20 ^ d2, 62);
            ulong b14 = BitOperations.RotateLeft(a31 ^ d3, 55);
            ulong b24 = BitOperations.RotateLeft(a42 ^ d4, 39);
            ulong b34 = BitOperations.RotateLeft(a03 ^ d0, 41);
            ulong b44 = BitOperations.RotateLeft(a14 ^ d1, 2);

            a00 = b00 ^ (~b10 & b20) ^ constant;
            a10 = b10 ^ (~b20 & b30);
            a20 = b20 ^ (~b30 & b40);
            a30 = b30 ^ (~b40 & b00);
            a40 = b40 ^ (~b00 & b10);
            a01 = b01 ^ (~b11 & b21);
            a11 = b11 ^ (~b21 & b31);
            a21 = b21 ^ (~b31 & b41);
            a31 = b31 ^ (~b41 & b01);
            a41 = b41 ^ (~b01 & b11);
            a02 = b02 ^ (~b12 & b22);
            a12 = b12 ^ (~b22 & b32);
            a22 = b22 ^ (~b32 & b42);
            a32 = b32 ^ (~b42 & b02);
            a42 = b42 ^ (~b02 & b12);
            a03 = b03 ^ (~b13 & b23);
            a13 = b13 ^ (~b23 & b33);
            a23 = b23 ^ (~b33 & b43);
            a33 = b33 ^ (~b43 & b03);
            a43 = b43 ^ (~b03 & b13);
            a04 = b04 ^ (~b14 & b24);
            a14 = b14 ^ (~b24 & b34);
            a24 = b24 ^ (~b34 & b44);
            a34 = b34 ^ (~b44 & b04);
            a44 = b44 ^ (~b04 & b14);
        }

        a[0] = a00; a[1] = a10; a[2] = a20; a[3] = a30; a[4] = a40;
        a[5] = a01; a[6] = a11; a[7] = a21; a[8] = a31; a[9] = a41;
        a[10] = a02; a[11] = a12; a[12] = a22; a[13] = a32; a[14] = a42;
        a[15] = a03; a[16] = a13; a[17] = a23; a[18] = a33; a[19] = a43;
        a[20] = a04; a[21] = a14; a[22] = a24; a[23] = a34; a[24] = a44;
    }
}
