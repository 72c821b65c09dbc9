using System.Security.Cryptography;
using System.Text;

namespace Opml.Ethereum.Keys;

/// <summary>
/// Keystores of version 3 (Web3 Secret Storage Definition): JSON with a private key under AES-128-CTR, whose key
/// comes from a password, and a Keccak-256 check that tells a wrong password.
/// </summary>
public static class Keystore
{
    private const int MaxFileBytes = 1 << 20;

    /// <summary>Reads the key out of keystore JSON.</summary>
    /// <exception cref="KeystoreException">The JSON is no keystore of version 3, asks for over 1 GiB of memory, or the password is wrong.</exception>
    public static PrivateKey Decrypt(string json, ReadOnlySpan<char> password)
    {
        var content = KeystoreJson.Read(json);
        var secret = Utf8(password);
        var derived = Array.Empty<byte>();
        Span<byte> key = stackalloc byte[PrivateKey.Size];
        key.Clear();
        try
        {
            derived = content.Kdf.Derive(secret);
            if (!CryptographicOperations.FixedTimeEquals(Mac(derived, content.CipherText), content.Mac))
                throw new KeystoreException("The password does not open the keystore.");

            KeystoreCipher.Apply(derived.AsSpan(0, 16), content.Iv, content.CipherText, key[(PrivateKey.Size - content.CipherText.Length)..]);
            var opened = Open(key);
            if (content.Address is { } address && address != opened.Address)
            {
                opened.Dispose();
                throw new KeystoreException($"The keystore is labelled {address}, and holds the key of another account.");
            }

            return opened;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(secret);
            CryptographicOperations.ZeroMemory(derived);
        }
    }

    /// <summary>Writes a key as keystore JSON.</summary>
    /// <exception cref="ArgumentException">The options are out of range, or the password is empty.</exception>
    public static string Encrypt(PrivateKey key, ReadOnlySpan<char> password, KeystoreOptions? options = null)
    {
        if (password.IsEmpty)
            throw new ArgumentException("A keystore needs a password.", nameof(password));

        var kdf = KeystoreKdfParameters.Create(options ?? new KeystoreOptions());
        var secret = Utf8(password);
        var derived = Array.Empty<byte>();
        Span<byte> plain = stackalloc byte[PrivateKey.Size];
        try
        {
            derived = kdf.Derive(secret);
            key.CopyTo(plain);
            var iv = RandomNumberGenerator.GetBytes(KeystoreCipher.IvSize);
            var cipherText = new byte[PrivateKey.Size];
            KeystoreCipher.Apply(derived.AsSpan(0, 16), iv, plain, cipherText);
            return KeystoreJson.Write(new KeystoreContent(key.Address, kdf, iv, cipherText, Mac(derived, cipherText)));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
            CryptographicOperations.ZeroMemory(secret);
            CryptographicOperations.ZeroMemory(derived);
        }
    }

    /// <summary>Reads the key out of a keystore file.</summary>
    /// <exception cref="KeystoreException">The file is no keystore, or the password is wrong.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static PrivateKey ReadFile(string path, ReadOnlySpan<char> password) => Decrypt(ReadText(path), password);

    /// <summary>The account that a keystore file is labelled with, which needs no password; null when it is not labelled.</summary>
    /// <exception cref="KeystoreException">The file is no keystore.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Address? ReadAddress(string path) => KeystoreJson.Read(ReadText(path)).Address;

    /// <summary>
    /// Writes a key into a keystore file, readable by its owner alone. The file appears complete or not at all.
    /// </summary>
    /// <exception cref="IOException">The file exists and is not to be overwritten, or cannot be written.</exception>
    public static void WriteFile(
        string path, PrivateKey key, ReadOnlySpan<char> password, KeystoreOptions? options = null, bool overwrite = false)
    {
        if (!overwrite && File.Exists(path))
            throw new IOException($"The file '{path}' exists. A keystore is not overwritten unasked: it may be the only copy of its key.");

        var json = Encrypt(key, password, options);
        var full = Path.GetFullPath(path);
        var temporary = Path.Combine(Path.GetDirectoryName(full)!, $".{Path.GetFileName(full)}.{Guid.NewGuid():n}.tmp");
        var mode = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            mode.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using (var stream = new FileStream(temporary, mode))
            {
                stream.Write(Encoding.UTF8.GetBytes(json));
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static PrivateKey Open(ReadOnlySpan<byte> key)
    {
        try
        {
            return new PrivateKey(key);
        }
        catch (ArgumentException error)
        {
            throw new KeystoreException("The keystore holds no valid private key.", error);
        }
    }

    private static string ReadText(string path)
    {
        var length = new FileInfo(path).Length;
        return length <= MaxFileBytes
            ? File.ReadAllText(path)
            : throw new KeystoreException($"The file '{path}' has {length} bytes: a keystore has a few hundred.");
    }

    private static byte[] Mac(ReadOnlySpan<byte> derived, ReadOnlySpan<byte> cipherText) =>
        Keccak256.Hash([.. derived[16..32], .. cipherText]).ToArray();

    private static byte[] Utf8(ReadOnlySpan<char> password)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(password)];
        Encoding.UTF8.GetBytes(password, bytes);
        return bytes;
    }
}
