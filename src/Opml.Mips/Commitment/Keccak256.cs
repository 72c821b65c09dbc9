using System.Buffers.Binary;
using Opml.Mips.Commitment.Kernels;

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

    private static void Permute(Span<ulong> state) => KeccakPermutation<ulong, ScalarLanes>.Permute(state);
}
