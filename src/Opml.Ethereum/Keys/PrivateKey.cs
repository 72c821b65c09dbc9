using System.Security.Cryptography;

namespace Opml.Ethereum.Keys;

/// <summary>
/// A secp256k1 private key. Its bytes lie in pinned memory that is zeroed on disposal, and appear in no text and no exception;
/// numbers that BouncyCastle derives from them while signing are left to the garbage collector.
/// </summary>
public sealed class PrivateKey : IDisposable
{
    /// <summary>The number of bytes.</summary>
    public const int Size = 32;

    private readonly Lock _gate = new();
    private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(Size, pinned: true);
    private bool _disposed;

    /// <summary>Takes a copy of the 32 bytes, big-endian. The caller zeroes its own.</summary>
    /// <exception cref="ArgumentException">There are not 32 bytes, or the number is 0 or not below the curve's order.</exception>
    public PrivateKey(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
            throw new ArgumentException($"A private key has {Size} bytes, not {bytes.Length}.", nameof(bytes));
        if (!Secp256k1.IsValidKey(bytes))
            throw new ArgumentException("A private key lies between 1 and the order of secp256k1 less 1, and this one does not.", nameof(bytes));

        bytes.CopyTo(_bytes);
        Address = Address.FromPublicKey(Secp256k1.PublicKey(_bytes));
    }

    /// <summary>The account.</summary>
    public Address Address { get; }

    /// <summary>A new key from the system's random numbers.</summary>
    public static PrivateKey Generate()
    {
        Span<byte> bytes = stackalloc byte[Size];
        try
        {
            do
            {
                RandomNumberGenerator.Fill(bytes);
            }
            while (!Secp256k1.IsValidKey(bytes));

            return new PrivateKey(bytes);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>Reads 64 hexadecimal digits, with or without <c>0x</c>.</summary>
    /// <exception cref="FormatException">The text is something else; the message does not repeat it.</exception>
    /// <exception cref="ArgumentException">The number is out of range.</exception>
    public static PrivateKey Parse(ReadOnlySpan<char> text)
    {
        var digits = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;
        if (digits.Length != 2 * Size || !Hex.IsDigits(digits))
            throw new FormatException("A private key is 64 hexadecimal digits, after an optional 0x.");

        Span<byte> bytes = stackalloc byte[Size];
        try
        {
            Convert.FromHexString(digits, bytes, out _, out _);
            return new PrivateKey(bytes);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>Signs a digest: deterministic (RFC 6979 with HMAC-SHA256), low s.</summary>
    /// <exception cref="ObjectDisposedException">The key is gone.</exception>
    public EcdsaSignature Sign(Hash32 digest)
    {
        Span<byte> key = stackalloc byte[Size];
        try
        {
            CopyTo(key);
            return Secp256k1.Sign(key, digest);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Zeroes the key.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            CryptographicOperations.ZeroMemory(_bytes);
            _disposed = true;
        }
    }

    /// <summary>Says whose key it is, and nothing of the key.</summary>
    public override string ToString() => $"Private key of {Address}";

    internal void CopyTo(Span<byte> destination)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _bytes.CopyTo(destination);
        }
    }
}
