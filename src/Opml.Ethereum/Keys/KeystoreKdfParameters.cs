using System.Numerics;
using System.Security.Cryptography;

namespace Opml.Ethereum.Keys;

/// <summary>
/// A password function with its parameters: scrypt's N, r and p, or PBKDF2's iterations as N. They are held within
/// bounds, for a file from elsewhere could ask for any amount of memory and time.
/// </summary>
internal sealed record KeystoreKdfParameters(KeystoreKdf Kdf, int N, int R, int P, byte[] Salt)
{
    private const int DerivedBytes = 32;
    private const long MaxScryptBytes = 1L << 30;
    private const long MaxScryptWork = 1L << 32;
    private const int MaxIterations = 20_000_000;

    public static KeystoreKdfParameters Create(KeystoreOptions options)
    {
        var salt = RandomNumberGenerator.GetBytes(32);
        var parameters = options.Kdf == KeystoreKdf.Scrypt
            ? new KeystoreKdfParameters(KeystoreKdf.Scrypt, options.ScryptCost, 8, 1, salt)
            : new KeystoreKdfParameters(KeystoreKdf.Pbkdf2, options.Pbkdf2Iterations, 0, 0, salt);
        return parameters.Problem() is { } problem ? throw new ArgumentException(problem, nameof(options)) : parameters;
    }

    /// <summary>What is wrong with the parameters, or null.</summary>
    public string? Problem() => Kdf switch
    {
        KeystoreKdf.Scrypt when N < 2 || !BitOperations.IsPow2(N) => $"scrypt's cost n must be a power of two, at least 2, and is {N}.",
        KeystoreKdf.Scrypt when R < 1 || P < 1 => "scrypt's r and p must be at least 1.",
        KeystoreKdf.Scrypt when 128L * N * R > MaxScryptBytes || 128L * R * P > MaxScryptBytes =>
            $"scrypt with n = {N}, r = {R}, p = {P} takes over {MaxScryptBytes >> 20} MiB of memory, and is refused.",
        KeystoreKdf.Scrypt when 128L * N * R > MaxScryptWork / P => $"scrypt with n = {N}, r = {R}, p = {P} takes too long, and is refused.",
        KeystoreKdf.Pbkdf2 when N is < 1 or > MaxIterations => $"PBKDF2 with {N} iterations is refused: 1 to {MaxIterations} are allowed.",
        _ => null,
    };

    public byte[] Derive(byte[] password) => Kdf == KeystoreKdf.Scrypt
        ? Scrypt.Derive(password, Salt, N, R, P, DerivedBytes)
        : Rfc2898DeriveBytes.Pbkdf2(password, Salt, N, HashAlgorithmName.SHA256, DerivedBytes);
}
