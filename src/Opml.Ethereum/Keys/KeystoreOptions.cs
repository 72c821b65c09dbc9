namespace Opml.Ethereum.Keys;

/// <summary>How hard a new keystore is to break. The defaults are those of geth's standard keystore.</summary>
public sealed record KeystoreOptions
{
    /// <summary>The function.</summary>
    public KeystoreKdf Kdf { get; init; } = KeystoreKdf.Scrypt;

    /// <summary>scrypt's cost N, a power of two; it takes 1024·N bytes of memory.</summary>
    public int ScryptCost { get; init; } = 1 << 18;

    /// <summary>PBKDF2's iterations.</summary>
    public int Pbkdf2Iterations { get; init; } = 600_000;
}
