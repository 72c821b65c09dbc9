using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Opml.Ethereum.Keys;

/// <summary>
/// scrypt (RFC 7914). BouncyCastle's refuses N of 65536 and more with r = 1, and the Web3 Secret Storage Definition's own example has
/// N = 262144 with r = 1. Callers check the parameters first; memory is zeroed when done.
/// </summary>
internal static class Scrypt
{
    private const int BlockWords = 16;

    public static byte[] Derive(byte[] password, byte[] salt, int n, int r, int p, int length)
    {
        var chunk = 2 * r * BlockWords;
        var bytes = Rfc2898DeriveBytes.Pbkdf2(password, salt, 1, HashAlgorithmName.SHA256, p * chunk * sizeof(uint));
        var words = new uint[chunk];
        var scratch = new uint[chunk];
        var history = new uint[n * chunk];
        try
        {
            for (var at = 0; at < bytes.Length; at += chunk * sizeof(uint))
            {
                var part = bytes.AsSpan(at, chunk * sizeof(uint));
                for (var i = 0; i < chunk; i++)
                    words[i] = BinaryPrimitives.ReadUInt32LittleEndian(part[(i * sizeof(uint))..]);
                Mix(words, scratch, history);
                for (var i = 0; i < chunk; i++)
                    BinaryPrimitives.WriteUInt32LittleEndian(part[(i * sizeof(uint))..], words[i]);
            }

            return Rfc2898DeriveBytes.Pbkdf2(password, bytes, 1, HashAlgorithmName.SHA256, length);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
            foreach (var part in new[] { history, words, scratch })
                CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(part.AsSpan()));
        }
    }

    /// <summary>scryptROMix, section 5. N is a power of two, and the lowest bits of the last block choose.</summary>
    private static void Mix(Span<uint> words, Span<uint> scratch, Span<uint> history)
    {
        var count = history.Length / words.Length;
        for (var i = 0; i < count; i++)
        {
            words.CopyTo(history[(i * words.Length)..]);
            MixBlocks(words, scratch);
            scratch.CopyTo(words);
        }

        for (var i = 0; i < count; i++)
        {
            var row = (int)(words[^BlockWords] & (uint)(count - 1));
            Xor(words, history.Slice(row * words.Length, words.Length));
            MixBlocks(words, scratch);
            scratch.CopyTo(words);
        }
    }

    /// <summary>scryptBlockMix, section 4: even blocks go to the front half of the output, odd ones to the back.</summary>
    private static void MixBlocks(ReadOnlySpan<uint> input, Span<uint> output)
    {
        Span<uint> x = stackalloc uint[BlockWords];
        input[^BlockWords..].CopyTo(x);
        var half = input.Length / 2;
        for (var at = 0; at < input.Length; at += BlockWords)
        {
            Xor(x, input.Slice(at, BlockWords));
            Salsa8(x);
            var even = at / BlockWords % 2 == 0;
            x.CopyTo(output[(even ? at / 2 : half + (at - BlockWords) / 2)..]);
        }
    }

    /// <summary>Salsa20/8, section 3: four double rounds, columns then rows, added to the input.</summary>
    private static void Salsa8(Span<uint> block)
    {
        Span<uint> x = stackalloc uint[BlockWords];
        block.CopyTo(x);
        for (var round = 0; round < 4; round++)
        {
            Quarter(ref x[0], ref x[4], ref x[8], ref x[12]);
            Quarter(ref x[5], ref x[9], ref x[13], ref x[1]);
            Quarter(ref x[10], ref x[14], ref x[2], ref x[6]);
            Quarter(ref x[15], ref x[3], ref x[7], ref x[11]);
            Quarter(ref x[0], ref x[1], ref x[2], ref x[3]);
            Quarter(ref x[5], ref x[6], ref x[7], ref x[4]);
            Quarter(ref x[10], ref x[11], ref x[8], ref x[9]);
            Quarter(ref x[15], ref x[12], ref x[13], ref x[14]);
        }

        for (var i = 0; i < BlockWords; i++)
            block[i] += x[i];
    }

    private static void Xor(Span<uint> target, ReadOnlySpan<uint> other)
    {
        for (var i = 0; i < target.Length; i++)
            target[i] ^= other[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quarter(ref uint a, ref uint b, ref uint c, ref uint d)
    {
        b ^= BitOperations.RotateLeft(a + d, 7);
        c ^= BitOperations.RotateLeft(b + a, 9);
        d ^= BitOperations.RotateLeft(c + b, 13);
        a ^= BitOperations.RotateLeft(d + c, 18);
    }
}
