using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Opml.Ethereum.Keys;

/// <summary>AES-128 in counter mode (NIST SP 800-38A, section 6.5); the counter is the whole block, big-endian.</summary>
internal static class KeystoreCipher
{
    public const int IvSize = 16;

    /// <summary>Encrypts and decrypts alike.</summary>
    public static void Apply(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> input, Span<byte> output)
    {
        using var aes = Aes.Create();
        aes.SetKey(key);
        var counter = BinaryPrimitives.ReadUInt128BigEndian(iv);
        Span<byte> block = stackalloc byte[IvSize];
        Span<byte> stream = stackalloc byte[IvSize];
        for (var i = 0; i < input.Length; i++)
        {
            if (i % IvSize == 0)
            {
                BinaryPrimitives.WriteUInt128BigEndian(block, counter++);
                aes.EncryptEcb(block, stream, PaddingMode.None);
            }

            output[i] = (byte)(input[i] ^ stream[i % IvSize]);
        }

        CryptographicOperations.ZeroMemory(stream);
    }
}
